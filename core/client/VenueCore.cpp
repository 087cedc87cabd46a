#include "core/client/VenueCore.h"

#include "core/client/VenueSnapshot.h"

#include <fmt/format.h>

#include <algorithm>

namespace qd::client {
namespace {

std::unexpected<Error<VenueCode>> journalError(const Error<journal::JournalCode>& e) {
    return fail(VenueCode::Journal, e.detail);
}

bool fromSource(Origin origin) noexcept { return origin == Origin::Agent || origin == Origin::Feed; }

} // namespace

std::optional<AccountId> selectedBy(const Command& command, std::span<const Event> events) {
    if (command.origin != kUserOrigin) return std::nullopt;
    if (const auto* update = std::get_if<UpdateAccount>(&command.body)) {
        const bool changes = update->name || update->userMargin || update->reduceOnly;
        const bool done =
            std::ranges::any_of(events, [](const Event& e) { return std::holds_alternative<AccountUpdated>(e.body); });
        return done && !changes ? std::optional(update->account) : std::nullopt;
    }
    for (const Event& e : events) {
        const auto* opened = std::get_if<AccountOpened>(&e.body);
        if (opened != nullptr && opened->subAccount == 0) return opened->account;
    }
    return std::nullopt;
}

VenueCore::VenueCore(std::unique_ptr<MarketSource> source, Terms terms, AppliedListener& listener)
    : m_terms(std::move(terms))
    , m_listener(listener)
    , m_source(std::move(source)) {}

VenueResult<std::unique_ptr<VenueCore>> VenueCore::open(const std::filesystem::path& folder,
                                                        std::unique_ptr<MarketSource> source, Terms terms,
                                                        journal::GroupCommitter::Hooks hooks, const Clock& clock,
                                                        AppliedListener& listener) {
    std::unique_ptr<VenueCore> core(new VenueCore(std::move(source), std::move(terms), listener));
    const auto snapshot = journal::readNewestSnapshot(folder);
    if (!snapshot) return journalError(snapshot.error());
    const std::uint64_t after = *snapshot ? (*snapshot)->sequence : 0;
    if (*snapshot) {
        if (auto restored = core->restore(**snapshot); !restored) return std::unexpected(restored.error());
    }
    VenueResult<void> problem;
    const auto report = journal::readRecords(folder, after, [&](std::uint64_t sequence, ByteSpan record) {
        if (problem) problem = core->readBack(sequence, record);
    });
    if (!report) return journalError(report.error());
    if (!problem) return std::unexpected(problem.error());
    auto writer = journal::JournalWriter::open(folder, *report);
    if (!writer) return journalError(writer.error());
    core->m_notice = report->tornTail.value_or("");
    if (!*snapshot && report->lastSequence == 0) {
        // Where the source begins belongs to the journal: without it the first commands could not be repeated.
        if (auto stored = (*writer)->writeSnapshot(0, core->encodeSnapshot()); !stored)
            return journalError(stored.error());
    }
    core->m_journal = std::make_unique<journal::GroupCommitter>(std::move(*writer), std::move(hooks), clock);
    if (core->state().commands == 0) {
        core->m_fresh = true;
        if (auto begun = core->begin(); !begun) return std::unexpected(begun.error());
    }
    return core;
}

VenueCore::~VenueCore() {
    if (m_journal && state().commands != 0) snapshot();
}

VenueResult<void> VenueCore::restore(const journal::Snapshot& stored) {
    const auto snapshot = decodeVenueSnapshot(stored.payload);
    if (!snapshot) return std::unexpected(snapshot.error());
    if (snapshot->identity != m_source->identity())
        return fail(VenueCode::Diverged, fmt::format("the journal was made by \"{}\", not by \"{}\"",
                                                     snapshot->identity, m_source->identity()));
    auto exchange = exchange::Exchange::load(snapshot->exchange);
    if (!exchange) return fail(VenueCode::Snapshot, exchange.error().detail);
    if (exchange->state().commands != stored.sequence)
        return fail(VenueCode::Snapshot, fmt::format("the snapshot after record {} holds a state after {}",
                                                     stored.sequence, exchange->state().commands));
    m_exchange = std::move(*exchange);
    m_user = snapshot->user;
    ByteReader told(snapshot->listener);
    m_listener.load(told);
    if (!told.ok() || !told.atEnd())
        return fail(VenueCode::Snapshot,
                    fmt::format("venue snapshot: listener: byte {}: not as written", told.position()));
    ByteReader in(snapshot->source);
    return m_source->load(in);
}

VenueResult<void> VenueCore::readBack(std::uint64_t sequence, ByteSpan record) {
    const auto command = m_decoder.decode(record);
    if (!command) return fail(VenueCode::Journal, fmt::format("record {}: {}", sequence, command.error().detail));
    if (fromSource(command->origin)) {
        // The source must say the same again: that is how it gets to where it was.
        const auto time = m_source->nextTime();
        if (!time) return std::unexpected(time.error());
        if (!*time)
            return fail(VenueCode::Diverged,
                        fmt::format("record {}: the source has ended before the journal", sequence));
        const auto again = m_source->next(state());
        if (!again) return std::unexpected(again.error());
        m_record.clear();
        exchange::encode(m_record, *again);
        if (!std::ranges::equal(m_record.bytes(), record))
            return fail(
                VenueCode::Diverged,
                fmt::format("record {}: the source does not repeat what it did; was it made by another version?",
                            sequence));
    }
    applyAndTell(sequence, *command);
    return {};
}

VenueResult<void> VenueCore::begin() {
    openUserAccount();
    for (Command& c : m_source->setUp()) {
        if (auto done = setUp(std::move(c)); !done) return done;
    }
    if (auto opened = openVenueAccounts(); !opened) return opened;
    release(true);
    return {};
}

VenueResult<void> VenueCore::setUp(Command command) {
    command.origin = Origin::Operator;
    for (const Event& e : execute(command)) {
        if (const auto* refused = std::get_if<RequestRejected>(&e.body))
            return fail(VenueCode::Refused,
                        fmt::format("the exchange refused to be set up (code {})", static_cast<int>(refused->code)));
    }
    return {};
}

/// Without them nobody would answer for losses that a pool cannot bear.
VenueResult<void> VenueCore::openVenueAccounts() {
    const AccountId backstop(static_cast<std::uint32_t>(state().accounts.size()));
    const AccountId insurer(backstop.value() + 1);
    const auto at = [&](decltype(Command::body) body) {
        return Command{state().now, Origin::Operator, {}, std::move(body)};
    };
    for (Command& c : std::vector<Command>{
             at(OpenAccount{backstop, MasterId(backstop.value()), "Backstop", 0}),
             at(Deposit{backstop, Amount(m_terms.backstopDeposit.raw())}),
             at(SetBackstop{backstop}),
             at(OpenAccount{insurer, MasterId(insurer.value()), "Insurance", 0}),
             at(Deposit{insurer, Amount(m_terms.insuranceStake.raw())}),
             at(StakeInsurance{insurer, m_terms.insuranceStake}),
         }) {
        if (auto done = setUp(std::move(c)); !done) return done;
    }
    return {};
}

void VenueCore::openUserAccount() {
    const AccountId fresh(static_cast<std::uint32_t>(state().accounts.size()));
    Command command;
    command.ts = std::max(state().now, m_source->startTime());
    command.origin = kUserOrigin;
    command.body = OpenAccount{fresh, MasterId(fresh.value()), m_terms.accountName, m_terms.clientIds};
    execute(command);
    command.body = Deposit{fresh, Amount(m_terms.firstDeposit.raw())};
    execute(command);
}

void VenueCore::resetAccount() {
    const std::vector<AccountId> own = state().masters.at(master()).accounts;
    for (const AccountId account : own) executeUser(state().now, CancelAll{account, {}, {}});
    openUserAccount();
}

std::span<const Event> VenueCore::executeUser(UnixNanos ts, decltype(Command::body) body) {
    return execute(Command{ts, kUserOrigin, master(), std::move(body)});
}

OpenAccount VenueCore::nextSubAccount(std::string name) const {
    return {AccountId(static_cast<std::uint32_t>(state().accounts.size())), master(), std::move(name),
            m_terms.clientIds};
}

std::span<const Event> VenueCore::execute(const Command& command) {
    m_record.clear();
    exchange::encode(m_record, command);
    return applyAndTell(m_journal->append(m_record.bytes()), command);
}

std::span<const Event> VenueCore::applyAndTell(std::uint64_t sequence, const Command& command) {
    const auto events = m_exchange.apply(command);
    m_user = selectedBy(command, events).value_or(m_user);
    m_source->observe(events);
    m_listener.applied(sequence, command, events, state());
    return events;
}

VenueResult<bool> VenueCore::advance() {
    const auto time = m_source->nextTime();
    if (!time) return std::unexpected(time.error());
    if (!*time) return false;
    const auto command = m_source->next(state());
    if (!command) return std::unexpected(command.error());
    execute(*command);
    return true;
}

void VenueCore::release(bool urgent) {
    m_journal->release(urgent);
    if (m_journal->bytesSinceSnapshot() >= m_terms.snapshotBytes) snapshot();
}

void VenueCore::snapshot() { m_journal->requestSnapshot(encodeSnapshot()); }

std::vector<std::byte> VenueCore::encodeSnapshot() const {
    ByteWriter exchangeBytes;
    m_exchange.save(exchangeBytes);
    ByteWriter sourceBytes;
    m_source->save(sourceBytes);
    ByteWriter listenerBytes;
    m_listener.save(listenerBytes);
    return encode({m_source->identity(), m_user, exchangeBytes.bytes(), sourceBytes.bytes(), listenerBytes.bytes()});
}

} // namespace qd::client
