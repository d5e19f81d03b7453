#include "operations/operation.h"

#include "net/unknownoutcome.h"
#include "operations/journal/journal.h"
#include "operations/journal/journalcodec.h"

#include <QtCore/QPointer>
#include <QtCore/QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

constexpr auto cancelStep = "cancel"_L1;

/// How often what a request may have made is looked for if its answer was lost. What is not found
/// then is not known.
constexpr int pollsIfLost = 40;
/// The same if a proxy said 502 or 503, which mostly means that nothing happened, or if nobody can
/// send it any more.
constexpr int pollsIfRefused = 5;

} // namespace

Operation::Operation(Context context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
    , m_id(QUuid::createUuid().toString(QUuid::WithoutBraces))
{}

void Operation::start()
{
    if (m_started.isValid() && !m_left)
        return;
    if (m_left) {
        run();
        return;
    }
    m_started = m_context.clock.now();
    if (!isJournaled()) {
        run();
        return;
    }
    m_context.journal->begin(journalEntry(), this,
                             [this](const Result<Nothing> &written) { begun(written); });
}

void Operation::begun(const Result<Nothing> &written)
{
    if (m_outcome != Outcome::Running)
        return; // canceled in the meantime
    m_unwritten = !written.ok();
    if (m_unwritten && needsJournal()) {
        Error error = written.error();
        error.message = tr("%1 Oriel records each step before it takes it, so that it can finish "
                           "after a crash. Nothing was sent to the cloud.")
                            .arg(error.message);
        fail(std::move(error));
        return;
    }
    if (m_unwritten)
        addNote(tr("This is not in the journal. %1").arg(written.error().message));
    run();
}

void Operation::useJournal(Journal *journal, const JournalScope &scope)
{
    if (m_context.journal || m_started.isValid())
        return;
    m_context.journal = journal;
    m_context.scope = scope;
}

void Operation::resumeFrom(JournalEntry entry)
{
    m_id = entry.id;
    m_started = entry.started;
    m_requestIds = entry.requestIds;
    m_notes = entry.notes;
    m_leftovers = entry.leftovers;
    m_resultId = entry.resultId;
    for (const JournalStep &step : entry.steps)
        addRequestId(step.facts.value("requestId"_L1).toString());
    m_canceling = entry.recordOf(cancelStep).has_value();
    m_left = std::move(entry);
}

JournalEntry Operation::journalEntry() const
{
    JournalEntry entry;
    entry.id = m_id;
    entry.kind = kind();
    entry.scope = m_context.scope;
    entry.userName = m_context.userName;
    entry.subject = subject();
    entry.title = title();
    entry.command = command();
    entry.intent = intent();
    entry.started = m_started;
    entry.ended = m_ended;
    entry.outcome = m_outcome;
    entry.error = m_error;
    entry.resultId = m_resultId;
    entry.requestIds = m_requestIds;
    entry.notes = m_notes;
    entry.leftovers = m_leftovers;
    entry.stages = m_stages;
    entry.alive = m_outcome == Outcome::Running;
    return entry;
}

bool Operation::isJournaled() const
{
    return m_context.journal && !kind().isEmpty();
}

void Operation::run()
{
    m_work.emplace(work());
    m_work->start();
}

Task<Ending> Operation::perform()
{
    // An operation based on callbacks that does not implement resuming.
    if (m_left)
        setStages(m_left->stages);
    Error error;
    error.kind = ErrorKind::AnswerLost;
    error.message = tr("Oriel quit while this was in progress. The result is unknown.");
    error.when = m_context.clock.now();
    co_return Ending{Outcome::Unclear, std::move(error)};
}

Task<void> Operation::work()
{
    m_queued = m_limiter != nullptr;
    auto entering = Limiter::place(m_limiter);
    const Limiter::Place place = co_await entering;
    m_queued = false;
    auto performing = perform();
    Ending ending = co_await std::move(performing);
    end(std::move(ending));
}

bool Operation::hasBegunEarlier() const
{
    return m_left && std::ranges::any_of(m_left->steps, [](const JournalStep &step) {
               return step.phase == JournalStep::Phase::Intended;
           });
}

std::optional<Facts> Operation::earlierIntent(const QString &step) const
{
    return m_left ? m_left->intentOf(step) : std::nullopt;
}

std::optional<Facts> Operation::earlierRecord(const QString &step) const
{
    return m_left ? m_left->recordOf(step) : std::nullopt;
}

std::vector<Facts> Operation::earlierIntents(const QString &step) const
{
    return m_left ? m_left->intentsOf(step) : std::vector<Facts>();
}

Error Operation::neverSent(const QString &message) const
{
    Error error;
    error.kind = ErrorKind::Cancelled;
    error.message = message.isEmpty()
                        ? tr("Oriel quit before it sent the request. Nothing was done.")
                        : message;
    error.when = m_context.clock.now();
    return error;
}

Task<Result<Nothing>> Operation::writeIntent(QString step, Facts facts, bool withoutJournal)
{
    Awaitable<Result<Nothing>> writing{
        [this, step, facts](QObject *waiting, std::function<void(Result<Nothing>)> then) {
            if (!isJournaled() || m_unwritten)
                then(Nothing());
            else
                m_context.journal->intend(
                    m_id, {step, JournalStep::Phase::Intended, m_context.clock.now(), facts},
                    waiting,
                    [then = std::move(then)](const Result<Nothing> &written) { then(written); });
        }};
    Result<Nothing> written = co_await writing;
    if (!written.ok() && (withoutJournal || !needsJournal()))
        co_return Nothing();
    co_return written;
}

Task<StepResult> Operation::once(Step step)
{
    if (!m_replayed.contains(step.name)) {
        m_replayed.insert(step.name);
        if (const auto recorded = earlierRecord(step.name)) {
            if (recorded->contains("error"_L1))
                co_return StepResult::refused(
                    errorFromJson(recorded->value("error"_L1).toObject()));
            co_return StepResult::recorded(*recorded);
        }
        if (const auto intended = earlierIntent(step.name)) {
            Error doubt = neverSent();
            doubt.kind = ErrorKind::AnswerLost;
            doubt.message = tr("Oriel quit while it waited for the answer.");
            auto finding = find(step, *intended, std::move(doubt), true);
            const StepResult found = co_await std::move(finding);
            const bool neverArrived =
                !found.ok() && !found.isUnknown() && found.error().kind == ErrorKind::Cancelled;
            if (!neverArrived || !step.resend)
                co_return found;
        }
    }
    if (step.trace.before) {
        auto asking = step.trace.before();
        const Result<Facts> before = co_await std::move(asking);
        if (!before.ok())
            co_return StepResult::refused(before.error());
        for (auto fact = before->begin(); fact != before->end(); ++fact)
            step.intent.insert(fact.key(), fact.value());
    }
    for (int sends = 1;; ++sends) {
        auto writing = writeIntent(step.name, step.intent, step.withoutJournal);
        const Result<Nothing> written = co_await std::move(writing);
        if (!written.ok())
            co_return StepResult::refused(written.error());
        if (step.withdrawable && m_canceling) {
            const Error withdrawn = neverSent(tr("Canceled before the request was sent."));
            record(step.name, {{u"error"_s, toJson(withdrawn)}});
            co_return StepResult::refused(withdrawn);
        }
        auto sent = step.send();
        const Result<Facts> answer = co_await sent;
        if (answer.ok()) {
            record(step.name, answer.value());
            addRequestId(answer->value("requestId"_L1).toString());
            co_return StepResult::done(answer.value());
        }
        addRequestId(answer.error().requestId);
        if (!net::mayHaveHappened(answer.error())) {
            record(step.name, {{u"error"_s, toJson(answer.error())}});
            co_return StepResult::refused(answer.error());
        }
        auto finding = find(step, step.intent, answer.error(), false);
        const StepResult found = co_await std::move(finding);
        if (!found.isUnknown() || sends >= step.sends)
            co_return found;
    }
}

Task<StepResult> Operation::find(Step step, Facts intent, Error doubt, bool senderIsGone)
{
    if (!step.trace.find)
        co_return StepResult::unknown(doubt);
    if (step.stage)
        progress(*step.stage, -1, tr("no answer; checking whether it was done"));
    const bool isOnRecord = step.trace.arrived && (senderIsGone || net::wasAnswered(doubt));
    if (isOnRecord && senderIsGone) {
        auto asking = step.trace.arrived(intent);
        const std::optional<bool> arrived = co_await std::move(asking);
        if (arrived == false)
            co_return StepResult::refused(neverSent());
    }
    int polls = step.trace.polls;
    if (polls == 0)
        polls =
            net::wasAnswered(doubt) || (senderIsGone && !isOnRecord) ? pollsIfRefused : pollsIfLost;
    Pace pace;
    auto lastAnswer = m_context.clock.elapsed();
    for (int answered = 0;;) {
        auto finding = step.trace.find(intent);
        const Result<std::optional<Facts>> found = co_await std::move(finding);
        const auto now = m_context.clock.elapsed();
        if (found.ok()) {
            lastAnswer = now;
            if (found.value()) {
                record(step.name, *found.value());
                addRequestId(found.value()->value("requestId"_L1).toString());
                co_return StepResult::found(*found.value());
            }
            if (++answered >= polls)
                break;
        } else if (found.error().kind == ErrorKind::NotFound) {
            record(step.name, {{u"error"_s, toJson(found.error())}});
            co_return StepResult::refused(found.error());
        } else if (!isTransient(found.error()) || now - lastAnswer >= patience) {
            co_return StepResult::unknown(doubt);
        }
        auto wait = pause(pace.next(found));
        co_await std::move(wait);
    }
    if (isOnRecord && !senderIsGone) {
        auto asking = step.trace.arrived(intent);
        const std::optional<bool> arrived = co_await std::move(asking);
        if (arrived == false) {
            record(step.name, {{u"error"_s, toJson(doubt)}});
            co_return StepResult::refused(doubt);
        }
    }
    using Absence = Trace::Absence;
    if (senderIsGone && step.trace.absence != Absence::Nothing)
        co_return StepResult::refused(neverSent());
    if (step.trace.absence != Absence::NeverArrived)
        co_return StepResult::unknown(doubt);
    record(step.name, {{u"error"_s, toJson(doubt)}});
    co_return StepResult::refused(doubt);
}

Task<void> Operation::pause(std::chrono::milliseconds delay)
{
    // The first of the two resumes the coroutine and thereby destroys the other's context.
    Awaitable<Nothing> wait{
        [this, delay](QObject *waiting, const std::function<void(Nothing)> &then) {
            connect(this, &Operation::woken, waiting, [then] { then(Nothing()); });
            m_context.clock.after(delay, waiting, [then] { then(Nothing()); });
        }};
    co_await wait;
}

Task<QString> Operation::ask(QString step, Question question)
{
    if (!m_replayed.contains(step)) {
        m_replayed.insert(step);
        if (const auto recorded = earlierRecord(step))
            co_return recorded->value("choice"_L1).toString();
    }
    m_choice.clear();
    askUser(question);
    while (m_question == question && !m_canceling) {
        Awaitable<Nothing> answer{
            [this](QObject *waiting, const std::function<void(Nothing)> &then) {
                connect(this, &Operation::woken, waiting, [then] { then(Nothing()); });
            }};
        co_await answer;
    }
    const QString choice = std::exchange(m_choice, {});
    if (!choice.isEmpty())
        record(step, {{u"choice"_s, choice}});
    co_return choice;
}

void Operation::record(const QString &step, const QJsonObject &facts)
{
    if (isJournaled() && !m_unwritten)
        m_context.journal->record(
            m_id, {step, JournalStep::Phase::Recorded, m_context.clock.now(), facts});
}

void Operation::setStages(std::vector<Stage> stages)
{
    m_stages = std::move(stages);
    Q_EMIT changed();
}

template <typename Change>
void Operation::changeStage(std::size_t stage, Change change)
{
    if (stage >= m_stages.size())
        return;
    Stage next = m_stages[stage];
    change(next);
    if (next == m_stages[stage])
        return;
    m_stages[stage] = std::move(next);
    Q_EMIT changed();
}

void Operation::begin(std::size_t stage, const QDateTime &at)
{
    changeStage(stage, [&](Stage &next) {
        if (next.state != StageState::Waiting)
            return;
        next.state = StageState::Running;
        next.started = at.isValid() ? at : m_context.clock.now();
    });
}

void Operation::progress(std::size_t stage, int percent, const QString &detail)
{
    changeStage(stage, [&](Stage &next) {
        if (next.state != StageState::Running)
            return;
        next.percent = percent;
        next.detail = detail;
    });
}

void Operation::done(std::size_t stage, const QDateTime &at)
{
    begin(stage, at);
    endStage(stage, StageState::Done, {}, at);
}

void Operation::failStage(std::size_t stage, const QString &detail, const QDateTime &at)
{
    begin(stage, at);
    endStage(stage, StageState::Failed, detail, at);
}

void Operation::endStage(std::size_t stage, StageState state, const QString &detail,
                         const QDateTime &at)
{
    changeStage(stage, [&](Stage &next) {
        if (next.state != StageState::Running)
            return;
        next.state = state;
        next.detail = detail;
        if (state == StageState::Done)
            next.percent = 100;
        next.ended = at.isValid() ? at : m_context.clock.now();
    });
}

void Operation::setTitle(std::size_t stage, const QString &title)
{
    changeStage(stage, [&](Stage &next) { next.title = title; });
}

void Operation::askUser(Question question)
{
    if (m_outcome != Outcome::Running || m_question == question)
        return;
    m_question = std::move(question);
    Q_EMIT questionChanged();
    Q_EMIT changed();
}

void Operation::withdrawQuestion()
{
    if (!m_question)
        return;
    m_question.reset();
    Q_EMIT questionChanged();
    Q_EMIT changed();
    Q_EMIT woken({});
}

void Operation::decide(const QString &choice)
{
    if (!m_question)
        return;
    for (const Choice &known : m_question->choices) {
        if (known.key != choice)
            continue;
        m_choice = choice;
        const QPointer<Operation> self(this);
        withdrawQuestion();
        if (self)
            decided(choice);
        return;
    }
}

void Operation::decided(const QString &choice)
{
    if (choice == cancelChoice)
        cancel();
}

bool Operation::canCancel() const
{
    return m_outcome == Outcome::Running && !m_canceling && !cancelText().isEmpty();
}

void Operation::cancel()
{
    if (!canCancel())
        return;
    m_canceling = true;
    const QPointer<Operation> self(this);
    withdrawQuestion();
    record(cancelStep, {});
    if (m_queued)
        endCanceled(tr("Nothing was changed."));
    else
        doCancel();
    if (!self)
        return;
    Q_EMIT changed();
    Q_EMIT woken({});
}

void Operation::addNote(const QString &note)
{
    if (note.isEmpty() || m_notes.contains(note))
        return;
    m_notes.append(note);
    Q_EMIT changed();
}

void Operation::addLeftover(Subject leftover)
{
    for (const Subject &known : m_leftovers) {
        if (known.id == leftover.id)
            return;
    }
    m_leftovers.push_back(std::move(leftover));
    Q_EMIT changed();
}

void Operation::setLeftoverState(LeftoverState state)
{
    if (std::exchange(m_leftoverState, state) != state)
        Q_EMIT changed();
}

void Operation::addRequestId(const QString &requestId)
{
    if (requestId.isEmpty() || m_requestIds.contains(requestId))
        return;
    m_requestIds.append(requestId);
    Q_EMIT changed();
}

void Operation::setResultId(const QString &id)
{
    if (m_resultId == id)
        return;
    m_resultId = id;
    Q_EMIT changed();
}

void Operation::endCanceled(const QString &what)
{
    Error error;
    error.kind = ErrorKind::Cancelled;
    error.message = what;
    error.when = m_context.clock.now();
    end({Outcome::Canceled, std::move(error)});
}

void Operation::end(Ending ending)
{
    if (m_outcome != Outcome::Running)
        return;
    const Outcome outcome =
        ending.outcome == Outcome::Running ? Outcome::Succeeded : ending.outcome;
    if (outcome != Outcome::Succeeded) {
        m_error = ending.error.value_or(Error());
        addRequestId(m_error->requestId);
    }
    // What was running may well be done if the outcome is unknown: it is not said to have failed.
    const StageState ofRunning = outcome == Outcome::Succeeded ? StageState::Done
                                 : outcome == Outcome::Failed  ? StageState::Failed
                                                               : StageState::Skipped;
    m_work.reset(); // do nothing more, also if perform() has not returned
    withdrawQuestion();
    m_outcome = outcome;
    m_ended = m_context.clock.now();
    for (Stage &stage : m_stages) {
        if (stage.state == StageState::Running) {
            stage.state = ofRunning;
            stage.ended = m_ended;
        } else if (stage.state == StageState::Waiting) {
            stage.state = StageState::Skipped;
        }
    }
    if (isJournaled() && !m_unwritten) {
        JournalEntry entry = journalEntry();
        if (m_left) {
            // Durations that include time without a running Oriel are not comparable.
            for (Stage &stage : entry.stages)
                stage.measure.clear();
        }
        m_context.journal->end(entry);
    }
    Q_EMIT changed();
    Q_EMIT finished();
}

} // namespace oriel::operations
