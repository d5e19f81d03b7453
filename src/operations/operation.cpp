#include "operations/operation.h"

#include "operations/journal/journal.h"

#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace oriel::operations {

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
        const JournalEntry left = *m_left;
        resume(left);
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
        return; // canceled meanwhile
    m_unwritten = !written.ok();
    if (m_unwritten && needsJournal()) {
        Error error = written.error();
        error.message =
            tr("%1 Oriel writes down every step before it takes it, so that it can finish after a "
               "crash. Nothing was sent to the cloud.")
                .arg(error.message);
        fail(std::move(error));
        return;
    }
    if (m_unwritten)
        addNote(tr("This is not in the journal. %1").arg(written.error().message));
    run();
}

void Operation::keepIn(Journal *journal, const JournalScope &scope)
{
    if (m_context.journal || m_started.isValid())
        return;
    m_context.journal = journal;
    m_context.scope = scope;
}

void Operation::goOnWith(JournalEntry entry)
{
    m_id = entry.id;
    m_started = entry.started;
    m_requestIds = entry.requestIds;
    m_notes = entry.notes;
    m_leftovers = entry.leftovers;
    m_resultId = entry.resultId;
    for (const JournalStep &step : entry.steps)
        addRequestId(step.facts.value("requestId"_L1).toString());
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

void Operation::resume(const JournalEntry &left)
{
    setStages(left.stages);
    Error error;
    error.kind = ErrorKind::AnswerLost;
    error.message = tr("Oriel ended while it was under way, and what came of it is not known.");
    error.when = m_context.clock.now();
    endUnclear(std::move(error));
}

void Operation::intend(const QString &step, const QJsonObject &facts, Written then)
{
    if (!isJournaled() || m_unwritten) {
        then(Nothing());
        return;
    }
    m_context.journal->intend(m_id,
                              {step, JournalStep::Phase::Intended, m_context.clock.now(), facts},
                              this, [this, then = std::move(then)](const Result<Nothing> &written) {
                                  if (!written.ok() && !needsJournal())
                                      then(Nothing());
                                  else
                                      then(written);
                              });
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

void Operation::begin(std::size_t stage, const QDateTime &at)
{
    if (stage >= m_stages.size() || m_stages[stage].state != StageState::Waiting)
        return;
    m_stages[stage].state = StageState::Running;
    m_stages[stage].started = at.isValid() ? at : m_context.clock.now();
    Q_EMIT changed();
}

void Operation::progress(std::size_t stage, int percent, const QString &detail)
{
    if (stage >= m_stages.size() || m_stages[stage].state != StageState::Running)
        return;
    Stage next = m_stages[stage];
    next.percent = percent;
    next.detail = detail;
    if (next == m_stages[stage])
        return;
    m_stages[stage] = std::move(next);
    Q_EMIT changed();
}

void Operation::done(std::size_t stage, const QDateTime &at)
{
    begin(stage, at);
    if (stage >= m_stages.size() || m_stages[stage].state != StageState::Running)
        return;
    m_stages[stage].state = StageState::Done;
    m_stages[stage].ended = at.isValid() ? at : m_context.clock.now();
    m_stages[stage].percent = 100;
    m_stages[stage].detail.clear();
    Q_EMIT changed();
}

void Operation::failStage(std::size_t stage, const QString &detail, const QDateTime &at)
{
    begin(stage, at);
    if (stage >= m_stages.size() || m_stages[stage].state != StageState::Running)
        return;
    m_stages[stage].state = StageState::Failed;
    m_stages[stage].ended = at.isValid() ? at : m_context.clock.now();
    m_stages[stage].detail = detail;
    Q_EMIT changed();
}

void Operation::setTitle(std::size_t stage, const QString &title)
{
    if (stage >= m_stages.size() || m_stages[stage].title == title)
        return;
    m_stages[stage].title = title;
    Q_EMIT changed();
}

void Operation::askPerson(Question question)
{
    if (m_outcome != Outcome::Running || m_question == question)
        return;
    m_question = std::move(question);
    Q_EMIT questionChanged();
    Q_EMIT changed();
}

void Operation::takeQuestionBack()
{
    if (!m_question)
        return;
    m_question.reset();
    Q_EMIT questionChanged();
    Q_EMIT changed();
}

void Operation::decide(const QString &choice)
{
    if (!m_question)
        return;
    for (const Choice &known : m_question->choices) {
        if (known.key != choice)
            continue;
        takeQuestionBack();
        decided(choice);
        return;
    }
}

void Operation::decided(const QString &) {}

bool Operation::canCancel() const
{
    return m_outcome == Outcome::Running && !m_canceling && !cancelText().isEmpty();
}

void Operation::cancel()
{
    if (!canCancel())
        return;
    m_canceling = true;
    takeQuestionBack();
    doCancel();
    Q_EMIT changed();
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

void Operation::succeed()
{
    end(Outcome::Succeeded, StageState::Done);
}

void Operation::fail(Error error)
{
    if (m_outcome != Outcome::Running)
        return;
    addRequestId(error.requestId);
    m_error = std::move(error);
    end(Outcome::Failed, StageState::Failed);
}

void Operation::endUnclear(Error error)
{
    if (m_outcome != Outcome::Running)
        return;
    addRequestId(error.requestId);
    m_error = std::move(error);
    // What was running may well be done: nothing is known of it, so it is not said to have failed.
    end(Outcome::Unclear, StageState::Skipped);
}

void Operation::endCanceled(const QString &what)
{
    if (m_outcome != Outcome::Running)
        return;
    Error error;
    error.kind = ErrorKind::Cancelled;
    error.message = what;
    error.when = m_context.clock.now();
    m_error = std::move(error);
    end(Outcome::Canceled, StageState::Skipped);
}

void Operation::end(Outcome outcome, StageState ofRunning)
{
    if (m_outcome != Outcome::Running)
        return;
    takeQuestionBack();
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
            // What stood still while no Oriel ran is no measure for later runs.
            for (Stage &stage : entry.stages)
                stage.measure.clear();
        }
        m_context.journal->end(entry);
    }
    Q_EMIT changed();
    Q_EMIT finished();
}

} // namespace oriel::operations
