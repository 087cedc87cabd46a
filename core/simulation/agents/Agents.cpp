#include "core/simulation/agents/Agent.h"

namespace qd::simulation {

std::vector<AgentPtr> agentsOf(const Venue& venue, const Climate& climate) {
    std::vector<AgentPtr> agents;
    const auto draw = [&] { return Draw(climate.seed, 100 + agents.size()); };
    for (const OracleParams& p : venue.oracles) agents.push_back(makeFeed(venue, climate, p.id, draw()));
    agents.push_back(makePaperFeed(draw()));
    for (const Seat& seat : venue.seats) {
        switch (seat.role) {
        case Role::Backstop: agents.push_back(makeBackstop(seat, draw())); break;
        case Role::Staker: agents.push_back(makeStaker(seat, draw())); break;
        case Role::Maker: // two in every native market
            agents.push_back(makeMaker(seat, MarketId(static_cast<std::uint16_t>(seat.number / 2)), climate, draw()));
            break;
        case Role::AuctionMaker: agents.push_back(makeAuctionMaker(seat, draw())); break;
        case Role::Liquidator:
            if (climate.liquidators) agents.push_back(makeLiquidator(seat, draw()));
            break;
        case Role::Taker: agents.push_back(makeTaker(seat, draw())); break;
        case Role::Trader:
        case Role::IsolatedTrader: agents.push_back(makeTrader(seat, draw())); break;
        }
    }
    agents.push_back(makeOperator(venue, climate, draw()));
    return agents;
}

} // namespace qd::simulation
