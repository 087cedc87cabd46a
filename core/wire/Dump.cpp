#include "core/wire/Dump.h"

#include "core/wire/DumpParts.h"
#include "core/wire/Names.h"

#include <charconv>

namespace qd::wire {
namespace {

class Writer {
  public:
    explicit Writer(const DumpInput& input) : m_in(input) {}

    [[nodiscard]] Json document() const {
        Json json;
        json["account"] = m_in.account ? accountJson(*m_in.account) : Json();
        json["positions"] = positions();
        json["orders"] = Json::array();
        for (const TrackedOrder& o : m_in.orders) json["orders"].push_back(orderJson(o, symbol(o.order.terms.market)));
        json["fills"] = Json::array();
        for (const FillView& f : m_in.fills) json["fills"].push_back(fill(f));
        json["books"] = books();
        json["insurance"] = insuranceJson(m_in.insurance);
        json["status"] = status();
        json["frames"] = frames();
        return json;
    }

  private:
    [[nodiscard]] std::string symbol(MarketId id) const {
        return id.value() < m_in.markets.size() ? m_in.markets[id.value()].params.symbol : "";
    }

    [[nodiscard]] Json positions() const {
        Json list = Json::array();
        if (!m_in.account) return list;
        for (const PositionView& p : m_in.account->positions) list.push_back(positionJson(p, symbol(p.market)));
        return list;
    }
    [[nodiscard]] Json fill(const FillView& f) const {
        Json json;
        json["sequence"] = wide(f.fill.sequence);
        json["time"] = time(f.ts);
        json["order"] = f.fill.order.value();
        json["client_id"] = wide(f.fill.clientId.value());
        json["trade"] = wide(f.fill.trade.value());
        json["market"] = symbol(f.fill.market);
        json["side"] = nameOf(f.fill.side);
        json["role"] = nameOf(f.fill.role);
        json["price"] = toString(f.fill.price);
        json["size"] = toString(f.fill.size);
        json["quote"] = toString(f.fill.quote);
        json["fee"] = toString(f.fill.fee);
        json["discount"] = toString(f.fill.discount);
        json["reward"] = toString(f.fill.reward);
        json["realised"] = toString(f.fill.realised);
        json["position"] = toString(f.fill.position);
        return json;
    }
    [[nodiscard]] static Json levels(const std::vector<BookLevel>& side) {
        Json list = Json::array();
        for (const BookLevel& level : side) list.push_back(Json::array({toString(level.price), toString(level.size)}));
        return list;
    }
    [[nodiscard]] Json books() const {
        Json json = Json::object();
        for (std::size_t i = 0; i < m_in.markets.size() && i < m_in.tickers.size(); ++i) {
            const Ticker& t = m_in.tickers[i];
            Json book;
            book["status"] = nameOf(t.status);
            book["time"] = time(t.ts);
            book["index"] = known(t.prices.index);
            book["mark"] = known(t.prices.mark);
            book["mark_estimated"] = t.prices.estimated;
            book["last"] = known(t.last);
            book["best_bid"] = known(t.bestBid);
            book["best_ask"] = known(t.bestAsk);
            addStanding(book, i < m_in.standings.size() ? m_in.standings[i].get() : nullptr);
            if (i < m_in.books.size() && m_in.books[i]) {
                book["version"] = wide(m_in.books[i]->version);
                book["bids"] = levels(m_in.books[i]->bids);
                book["asks"] = levels(m_in.books[i]->asks);
            }
            json[m_in.markets[i].params.symbol] = std::move(book);
        }
        return json;
    }
    [[nodiscard]] Json status() const {
        const VenueHealth& h = m_in.health;
        const PlaybackState& p = m_in.playback;
        Json json;
        json["time"] = time(m_in.wall);
        json["mode"] = nameOf(p.mode);
        json["running"] = h.running;
        json["fault"] = h.fault ? Json(*h.fault) : Json();
        json["notice"] = h.notice;
        json["market_time"] = time(p.now);
        json["speed"] = p.speed;
        json["paused"] = p.paused;
        json["catching_up"] = p.catchingUp;
        json["ended"] = p.ended;
        json["begin"] = time(p.begin);
        json["end"] = time(p.end);
        json["state_hash"] = toHex(m_in.stateHash);
        json["commands"] = wide(m_in.account ? m_in.account->commandSequence : h.commands);
        json["durable_commands"] = wide(h.durableCommands);
        json["commands_per_second"] = wide(h.commandsPerSecond);
        json["engine_ns"] = h.enginePerCommandNanos;
        json["engine_worst_ns"] = h.engineWorstNanos;
        json["sync_ns"] = h.syncNanos;
        json["feed_lag_ns"] = h.feedLagNanos ? Json(*h.feedLagNanos) : Json();
        json["gaps"] = wide(h.gaps);
        json["resyncs"] = wide(h.resyncs);
        json["invalid"] = wide(h.invalid);
        json["request_queue"] = h.requestQueue;
        json["store_queue"] = h.storeQueue;
        json["armed"] = m_in.armed;
        json["panes"] = m_in.panes;
        return json;
    }
    [[nodiscard]] Json frames() const {
        const FrameFigures& f = m_in.frames;
        Json json;
        json["count"] = wide(f.frames);
        json["frame_p50_ns"] = f.frameP50Nanos;
        json["frame_p99_ns"] = f.frameP99Nanos;
        json["tick_to_pixel_p50_ns"] = f.tickToPixelP50Nanos;
        json["tick_to_pixel_p99_ns"] = f.tickToPixelP99Nanos;
        json["paint_p50_ns"] = Json::object();
        for (const auto& [pane, nanos] : f.paintP50Nanos) json["paint_p50_ns"][pane] = nanos;
        json["first_paint_ns"] = f.firstPaintNanos;
        json["layout_restored_ns"] = f.layoutRestoredNanos;
        return json;
    }

    const DumpInput& m_in;
};

const Json* step(const Json& node, std::string_view key) {
    if (node.is_object()) {
        const auto found = node.find(std::string(key));
        return found == node.end() ? nullptr : &*found;
    }
    if (!node.is_array()) return nullptr;
    std::size_t index = 0;
    const auto parsed = std::from_chars(key.data(), key.data() + key.size(), index);
    if (parsed.ec != std::errc{} || parsed.ptr != key.data() + key.size() || index >= node.size()) return nullptr;
    return &node[index];
}

} // namespace

std::string dumpJson(const DumpInput& input) {
    return Writer(input).document().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<std::string> dumpValue(const DumpInput& input, std::string_view path) {
    const Json document = Writer(input).document();
    const Json* node = &document;
    for (bool more = !path.empty(); more;) {
        const std::size_t point = path.find('.');
        const std::string_view key = path.substr(0, point);
        more = point != std::string_view::npos;
        path = more ? path.substr(point + 1) : std::string_view();
        if (key == "count" && !more && node->is_array()) return std::to_string(node->size());
        node = step(*node, key);
        if (node == nullptr) return std::nullopt;
    }
    if (node->is_null()) return std::nullopt;
    if (node->is_string()) return node->get<std::string>();
    if (node->is_structured()) return std::nullopt;
    return node->dump();
}

} // namespace qd::wire
