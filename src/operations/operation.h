#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "base/result.h"
#include "net/apiclient.h"
#include "operations/journal/journalentry.h"
#include "operations/limiter.h"
#include "operations/operationtypes.h"
#include "operations/pace.h"
#include "operations/remember.h"
#include "operations/step.h"
#include "operations/task.h"

#include <QtCore/QDateTime>
#include <QtCore/QObject>
#include <QtCore/QSet>
#include <QtCore/QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace oriel::store {
class CloudStores;
}

namespace oriel::operations {

class Journal;

/// What an operation works with. All must outlive it.
struct Context
{
    net::ApiClient &client;
    store::CloudStores &stores;
    Clock &clock;
    QString userName; ///< the signed-in user, for the tag
    /// Null: nothing is written, and nothing can be resumed. OperationCenter sets its own journal
    /// if this is null.
    Journal *journal = nullptr;
    JournalScope scope{}; ///< the scope in the journal
};

/// A change to the cloud that the user started and can watch. Owned by OperationCenter,
/// never by a dialog; closing a window cancels nothing. GUI thread.
///
/// perform() is the whole operation, written from top to bottom as durable steps: once() sends a
/// changing request exactly once, until() follows a resource, pause() waits, ask() asks the user.
/// Resuming after a crash is running again: a step that the journal has recorded gives its recorded
/// result; one that was intended but not recorded is looked for before anything is sent. What could
/// not be written to the journal is not sent (see needsJournal()).
///
///     Task<Ending> StopServer::perform()
///     {
///         auto stopping = once({.name = u"stop"_s,
///                               .send = sending(openstack::StopServer{m_id}),
///                               .trace = traceByInstanceAction(context(), m_id, u"stop"_s)});
///         const StepResult stopped = co_await std::move(stopping);
///         if (!stopped.ok())
///             co_return stopped.ending();
///         auto following = until(openstack::Get<openstack::Server>{m_id}, isOff);
///         const Result<openstack::Server> server = co_await std::move(following);
///         co_return server.ok() ? Ending{} : Ending{Outcome::Unclear, server.error()};
///     }
class Operation : public QObject
{
    Q_OBJECT

public:
    explicit Operation(Context context, QObject *parent = nullptr);

    [[nodiscard]] QString id() const { return m_id; } ///< a uuid
    /// Whether it was started in the scope of these stores.
    [[nodiscard]] bool worksWith(const store::CloudStores &stores) const
    {
        return &m_context.stores == &stores;
    }
    [[nodiscard]] virtual QString title() const = 0; ///< "Create snapshot “web-01 2026-11-23”"
    [[nodiscard]] virtual Subject subject() const = 0;
    /// Whether it works on the resource with this ID, so that nothing else may be done to it: its
    /// subject, its result, and what else it changes.
    [[nodiscard]] virtual bool concerns(const QString &id) const
    {
        return !id.isEmpty() && (subject().id == id || m_resultId == id || m_worksOn.contains(id));
    }
    /// The equivalent for the terminal; empty if there is none.
    [[nodiscard]] virtual QString command() const = 0;
    /// Its name in the journal and in resumeOperation(), e.g. "create-snapshot". Empty: not
    /// journaled.
    [[nodiscard]] virtual QString kind() const { return {}; }
    /// Everything that resumeOperation() needs to recreate it. Must not change. Never a secret.
    [[nodiscard]] virtual QJsonObject intent() const { return {}; }

    [[nodiscard]] const std::vector<Stage> &stages() const { return m_stages; }
    [[nodiscard]] Outcome outcome() const { return m_outcome; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] const QStringList &requestIds() const { return m_requestIds; }
    [[nodiscard]] QDateTime started() const { return m_started; }
    [[nodiscard]] QDateTime ended() const { return m_ended; }
    /// Deviations that do not change the outcome, as sentences.
    [[nodiscard]] const QStringList &notes() const { return m_notes; }
    /// What a failed or unclear operation has left, or may have left, in the cloud, and what is not
    /// cleaned up automatically. Of a successful one: what it has kept until the user deletes it.
    [[nodiscard]] const std::vector<Subject> &leftovers() const { return m_leftovers; }
    /// Whether the user must still be asked about leftovers().
    enum class LeftoverState {
        Open,
        BeingAsked, ///< a dialog is asking
        Decided,
    };
    [[nodiscard]] LeftoverState leftoverState() const { return m_leftoverState; }
    void setLeftoverState(LeftoverState state);
    /// The ID of the result (for a snapshot, the image's); empty until known.
    [[nodiscard]] QString resultId() const { return m_resultId; }

    /// The instance that stays shut off if Oriel quits now; empty: none.
    [[nodiscard]] virtual QString leavesShutOff() const { return {}; }
    /// The instance whose password is lost if Oriel quits now: the cloud has told it, only once,
    /// and it is shown when the operation has finished. Empty: none.
    [[nodiscard]] virtual QString losesPassword() const { return {}; }

    /// The current question; nullopt: none. The operation waits until it is answered.
    [[nodiscard]] const std::optional<Question> &question() const { return m_question; }
    /// The answer, by Choice::key. Ignored if it is not, or no longer, a choice.
    void decide(const QString &choice);
    /// The key of the choice that cancels the operation.
    static constexpr QLatin1StringView cancelChoice{"cancel"};
    /// Goes on with what an earlier run has begun.
    static constexpr QLatin1StringView finishChoice{"finish"};

    /// The effect of cancel() now, as a sentence: "The instance is started again, and no snapshot
    /// is created." Empty if it cannot, or can no longer, be canceled.
    [[nodiscard]] virtual QString cancelText() const { return {}; }
    [[nodiscard]] bool canCancel() const;
    /// Undoes what was started and finishes as Canceled. Ignored if it cannot be canceled. This may
    /// take a while: isCanceling() until then, also in a later run of Oriel.
    void cancel();
    [[nodiscard]] bool isCanceling() const { return m_canceling; }
    /// The state of the cloud if Oriel quits now and is never started again, as a sentence:
    /// "“web-1” stays shut off." Empty if only waiting is left.
    [[nodiscard]] virtual QString consequence() const { return {}; }
    /// Whether everything was requested, and the cloud finishes without Oriel.
    [[nodiscard]] virtual bool isOnlyWaiting() const { return false; }

    /// Limits how many of the operations started together work at the same time; until it has a
    /// place it does nothing, and can be canceled immediately. Call it before start().
    void setLimiter(std::shared_ptr<Limiter> limiter) { m_limiter = std::move(limiter); }
    /// Called once by OperationCenter. With a journal, run() is called after the beginning was
    /// written to disk.
    void start();
    /// Called by OperationCenter before start(): writes to this journal, unless it has one.
    void useJournal(Journal *journal, const JournalScope &scope);
    /// Called by resumeOperation() before start(): an earlier run of Oriel left this operation
    /// unfinished. It keeps its ID (and thus its tags), its start time and its request IDs.
    void resumeFrom(JournalEntry entry);
    [[nodiscard]] bool isResumed() const { return m_left.has_value(); }
    /// Where it was started; empty if it was not started by an OperationCenter.
    [[nodiscard]] const JournalScope &scope() const { return m_context.scope; }
    /// Its current state for the journal, without steps.
    [[nodiscard]] JournalEntry journalEntry() const;

Q_SIGNALS:
    /// A stage, the result, the question, whether it can be canceled, the outcome or the state of
    /// its leftovers has changed.
    void changed();
    /// question() has changed or was withdrawn.
    void questionChanged();
    /// Emitted once, when the outcome is no longer Running.
    void finished();
    /// Internal: a pause ends early, because the user has canceled or a question was answered or
    /// withdrawn.
    void woken(QPrivateSignal);

protected:
    /// The operation from beginning to end, also when it is resumed.
    virtual Task<Ending> perform();
    /// Starts perform(). An operation based on callbacks overrides it.
    virtual void run();

    /// Sends the step's request exactly once, whatever happens to Oriel or to the answer:
    /// - recorded by an earlier run: returns the recorded result;
    /// - intended by an earlier run, which has exited: looks up whether it was carried out;
    /// - otherwise writes the intent, sends, and records the answer. The trace looks up a lost
    ///   answer (see net::mayHaveHappened()) for a while.
    /// A second call of the same step in the same run sends again.
    Task<StepResult> once(Step step);
    /// Step::send for an endpoint: puts the answer's row into its store. `facts`: what the journal
    /// keeps of the answer.
    template <net::Endpoint E>
    [[nodiscard]] std::function<Awaitable<Result<Facts>>()>
    sending(E endpoint,
            std::function<Facts(const typename E::Value &)> facts = factsOf<typename E::Value>);
    /// Polls one resource, updating its store, until `isFinished` returns true. Transient errors
    /// are tolerated for `patience`; other errors end it.
    template <net::Endpoint E>
    Task<Result<typename E::Value>>
    until(E get, std::function<bool(const typename E::Value &)> isFinished);
    /// The same for the first answer: a GET that tolerates transient errors.
    template <net::Endpoint E>
    Task<Result<typename E::Value>> fetch(E get)
    {
        return until(std::move(get), [](const auto &) { return true; });
    }
    /// Waits until the delay is over, or the user cancels or answers.
    Task<void> pause(std::chrono::milliseconds delay);
    /// Asks the user, and records the answer as `step`: a question answered in an earlier run is
    /// not asked again. Empty if the user cancels, or if the question is withdrawn.
    Task<QString> ask(QString step, Question question);

    /// Whether an earlier run may have sent any request.
    [[nodiscard]] bool hasBegunEarlier() const;
    /// What an earlier run intended and recorded; nullopt in a first run.
    [[nodiscard]] std::optional<Facts> earlierIntent(const QString &step) const;
    [[nodiscard]] std::optional<Facts> earlierRecord(const QString &step) const;
    /// All that they intended, in order: a request that was sent again has several.
    [[nodiscard]] std::vector<Facts> earlierIntents(const QString &step) const;
    /// The error if Oriel quit before it had sent anything: nothing was done.
    [[nodiscard]] Error neverSent(const QString &message = {}) const;

    /// Whether a crash can leave something half-done that must be resumed. If true, the operation
    /// is refused before its first step, and at each later step, while the journal cannot be
    /// written; if false, it continues.
    [[nodiscard]] virtual bool needsJournal() const { return true; }
    /// Records a step's result: IDs, the request ID ("requestId" is also kept by resumeFrom()).
    void record(const QString &step, const QJsonObject &facts);

    [[nodiscard]] Context &context() { return m_context; }
    [[nodiscard]] const Context &context() const { return m_context; }
    void setStages(std::vector<Stage> stages);
    /// These use the current time if `at` is null. done() also starts a stage that was still
    /// waiting; a finished stage is not changed.
    void begin(std::size_t stage, const QDateTime &at = {});
    void progress(std::size_t stage, int percent, const QString &detail);
    void done(std::size_t stage, const QDateTime &at = {});
    void failStage(std::size_t stage, const QString &detail, const QDateTime &at = {});
    void setTitle(std::size_t stage, const QString &title);
    /// What cancel() does immediately. perform() sees isCanceling() at its next step.
    virtual void doCancel() {}
    void askUser(Question question);
    /// The question is obsolete without an answer.
    void withdrawQuestion();
    /// Called after decide() has withdrawn the question. Cancels if that was the choice.
    virtual void decided(const QString &choice);
    void addNote(const QString &note);
    void addLeftover(Subject leftover);
    void addRequestId(const QString &requestId);
    void setResultId(const QString &id);
    /// From now on it concerns this resource, too.
    void workOn(const QString &id) { m_worksOn.insert(id); }
    /// Only the first call of these three counts; waiting stages become Skipped, running ones Done
    /// or Failed.
    void succeed() { end({}); }
    void fail(Error error) { end({Outcome::Failed, std::move(error)}); }
    void endUnclear(Error error) { end({Outcome::Unclear, std::move(error)}); }
    /// `what`: what was undone, one sentence: "The instance was started again."
    void endCanceled(const QString &what);

private:
    // Parts of operations, with their own steps.
    friend class NewVolumes;
    friend class TemporaryStop;

    void begun(const Result<Nothing> &written);
    void end(Ending ending);
    template <typename Change>
    void changeStage(std::size_t stage, Change change);
    void endStage(std::size_t stage, StageState state, const QString &detail, const QDateTime &at);
    [[nodiscard]] bool isJournaled() const;
    Task<void> work();
    Task<Result<Nothing>> writeIntent(QString step, Facts facts, bool withoutJournal);
    Task<StepResult> find(Step step, Facts intent, Error doubt, bool senderIsGone);

    Context m_context;
    QString m_id;
    std::vector<Stage> m_stages;
    Outcome m_outcome = Outcome::Running;
    std::optional<Error> m_error;
    QStringList m_requestIds;
    QStringList m_notes;
    std::optional<Question> m_question;
    std::vector<Subject> m_leftovers;
    LeftoverState m_leftoverState = LeftoverState::Open;
    QDateTime m_started;
    QDateTime m_ended;
    QString m_resultId;
    QSet<QString> m_worksOn;            ///< IDs
    std::optional<JournalEntry> m_left; ///< by an earlier Oriel
    std::shared_ptr<Limiter> m_limiter;
    bool m_queued = false; ///< waits for its place
    bool m_canceling = false;
    bool m_unwritten = false;         ///< its beginning is not in the journal yet
    QSet<QString> m_replayed;         ///< steps whose earlier run has been taken into account
    QString m_choice;                 ///< the answer to the last question
    std::optional<Task<void>> m_work; ///< the last member, because its frames use the others
};

template <net::Endpoint E>
std::function<Awaitable<Result<Facts>>()>
Operation::sending(E endpoint, std::function<Facts(const typename E::Value &)> facts)
{
    return [this, endpoint = std::move(endpoint), facts = std::move(facts)] {
        return Awaitable<Result<Facts>>{
            [this, endpoint, facts](QObject *waiting, std::function<void(Result<Facts>)> then) {
                m_context.client.call(endpoint).then(
                    waiting, [this, facts, then = std::move(then)](const auto &answer) {
                        if (answer.ok()) {
                            remember(m_context.stores, answer.value());
                            then(facts(answer.value()));
                        } else {
                            then(answer.error());
                        }
                    });
            }};
    };
}

template <net::Endpoint E>
Task<Result<typename E::Value>>
Operation::until(E get, std::function<bool(const typename E::Value &)> isFinished)
{
    Pace pace;
    auto lastAnswer = m_context.clock.elapsed();
    for (;;) {
        auto call = m_context.client.call(get);
        Result<typename E::Value> row = co_await call;
        const auto now = m_context.clock.elapsed();
        if (row.ok()) {
            lastAnswer = now;
            remember(m_context.stores, row.value());
            if (isFinished(row.value()))
                co_return row;
        } else if (!isTransient(row.error()) || now - lastAnswer >= patience) {
            if (row.error().kind == ErrorKind::NotFound)
                forget<typename E::Value>(m_context.stores, get);
            co_return row;
        }
        auto wait = pause(pace.next(row));
        co_await std::move(wait);
    }
}

} // namespace oriel::operations
