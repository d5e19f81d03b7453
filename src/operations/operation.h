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

/// What an operation works with. All outlive it.
struct Context
{
    net::ApiClient &client;
    store::CloudStores &stores;
    Clock &clock;
    QString userName; ///< who is signed in, for the tag
    /// Null: nothing is written, and nothing can be picked up. OperationCenter puts its own here
    /// where there is none.
    Journal *journal = nullptr;
    JournalScope scope{}; ///< where the journal says that it was
};

/// Something that the user started and can watch: it changes the cloud. Owned by OperationCenter,
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
    /// Whether it was started in the scope that these stores belong to.
    [[nodiscard]] bool worksWith(const store::CloudStores &stores) const
    {
        return &m_context.stores == &stores;
    }
    [[nodiscard]] virtual QString title() const = 0; ///< "Create snapshot “web-01 2026-11-23”"
    [[nodiscard]] virtual Subject subject() const = 0;
    /// The same thing for the terminal; empty where there is none.
    [[nodiscard]] virtual QString command() const = 0;
    /// What it is called in the journal and in resumeOperation(), e.g. "create-snapshot". Empty:
    /// not journaled.
    [[nodiscard]] virtual QString kind() const { return {}; }
    /// Everything that resumeOperation() needs to make it again. The same at any time. Never a
    /// secret.
    [[nodiscard]] virtual QJsonObject intent() const { return {}; }

    [[nodiscard]] const std::vector<Stage> &stages() const { return m_stages; }
    [[nodiscard]] Outcome outcome() const { return m_outcome; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] const QStringList &requestIds() const { return m_requestIds; }
    [[nodiscard]] QDateTime started() const { return m_started; }
    [[nodiscard]] QDateTime ended() const { return m_ended; }
    /// What went other than intended without making the outcome another one, in words.
    [[nodiscard]] const QStringList &notes() const { return m_notes; }
    /// What a failed or unclear operation has left, or may have left, in the cloud and nobody
    /// cleans up by itself.
    [[nodiscard]] const std::vector<Subject> &leftovers() const { return m_leftovers; }
    /// Whether the user still has to be asked about leftovers().
    enum class LeftoverState {
        Open,
        BeingAsked, ///< a dialog asks now
        Decided,
    };
    [[nodiscard]] LeftoverState leftoverState() const { return m_leftoverState; }
    void setLeftoverState(LeftoverState state);
    /// The id of what came to be (the image's, for a snapshot); empty until known.
    [[nodiscard]] QString resultId() const { return m_resultId; }

    /// The instance that stays shut off if Oriel ends now, until it runs again; empty: none.
    [[nodiscard]] virtual QString leavesShutOff() const { return {}; }

    /// What the person is asked now; nothing where there is nothing to decide. It goes on waiting
    /// as long as nobody answers.
    [[nodiscard]] const std::optional<Question> &question() const { return m_question; }
    /// The answer, by Choice::key. Of no effect where that is not asked (any more).
    void decide(const QString &choice);
    /// The key of the choice that cancels the operation.
    static constexpr QLatin1StringView cancelChoice{"cancel"};

    /// What cancel() does now, in words: "The instance is started again, and no snapshot is
    /// created." Empty where it cannot be canceled (any more).
    [[nodiscard]] virtual QString cancelText() const { return {}; }
    [[nodiscard]] bool canCancel() const;
    /// Undoes what was begun and ends as Canceled. Of no effect where it cannot be canceled. It may
    /// take a while: isCanceling() until then, also in a later run of Oriel.
    void cancel();
    [[nodiscard]] bool isCanceling() const { return m_canceling; }
    /// What the cloud is left with if Oriel ends now and is never started again, in words: "“web-1”
    /// stays shut off." Empty where nothing is left to do but to wait.
    [[nodiscard]] virtual QString consequence() const { return {}; }
    /// Whether everything was requested, and the cloud finishes it without Oriel.
    [[nodiscard]] virtual bool isOnlyWaiting() const { return false; }

    /// Of many that are started together only so many work at a time; until it has a place it does
    /// nothing, and can be canceled at once. Before start().
    void setLimiter(std::shared_ptr<Limiter> limiter) { m_limiter = std::move(limiter); }
    /// Called once by OperationCenter. Where there is a journal, run() comes when the beginning is
    /// on the disk.
    void start();
    /// Called by OperationCenter before start(): writes to this journal, unless it has one.
    void useJournal(Journal *journal, const JournalScope &scope);
    /// Called by resumeOperation() before start(): this is the operation that an earlier run of
    /// Oriel left unfinished. It keeps its ID (and so its tags), its start and its request IDs.
    void resumeFrom(JournalEntry entry);
    [[nodiscard]] bool isResumed() const { return m_left.has_value(); }
    /// Where it was started; empty where it was not started by an OperationCenter.
    [[nodiscard]] const JournalScope &scope() const { return m_context.scope; }
    /// As the journal has it now; without steps.
    [[nodiscard]] JournalEntry journalEntry() const;

Q_SIGNALS:
    /// A stage, the result, the question, whether it can be canceled, the outcome or the state of
    /// its leftovers has changed.
    void changed();
    /// question() has become another one, or has been taken back.
    void questionChanged();
    /// Once, when the outcome is no longer Running.
    void finished();
    /// Internal: a pause ends early, because the user has canceled or a question is settled.
    void woken(QPrivateSignal);

protected:
    /// The operation from its beginning to its end, also when it is resumed.
    virtual Task<Ending> perform();
    /// Starts perform(). An operation that is made of callbacks has its own.
    virtual void run();

    /// Sends the step's request exactly once, whatever happens to Oriel or to the answer:
    /// - recorded by an earlier run: its recorded result;
    /// - intended by an earlier run: looks whether it was carried out; nobody can send it any more;
    /// - otherwise writes the intent, sends, and records the answer. A lost answer (see
    ///   net::mayHaveHappened()) is looked for by the trace, patiently.
    /// A second call of the same step in the same run sends again.
    Task<StepResult> once(Step step);
    /// Step::send for an endpoint: puts a row of the answer into its store. `facts`: what the
    /// journal keeps of the answer.
    template <net::Endpoint E>
    [[nodiscard]] std::function<Awaitable<Result<Facts>>()>
    sending(E endpoint,
            std::function<Facts(const typename E::Value &)> facts = factsOf<typename E::Value>);
    /// Polls one resource, keeping its store up to date, until `isFinished` says so. Transient
    /// errors are waited out for `patience`; any other, and that, ends it.
    template <net::Endpoint E>
    Task<Result<typename E::Value>>
    until(E get, std::function<bool(const typename E::Value &)> isFinished);
    /// The same for the first answer: one patient GET.
    template <net::Endpoint E>
    Task<Result<typename E::Value>> fetch(E get)
    {
        return until(std::move(get), [](const auto &) { return true; });
    }
    /// Waits, but no longer than until the user cancels or answers.
    Task<void> pause(std::chrono::milliseconds delay);
    /// Asks the user, and records the answer as `step`: what an earlier run has recorded is not
    /// asked again. Empty if the user cancels, or if the question is taken back.
    Task<QString> ask(QString step, Question question);

    /// Whether an earlier run may have sent any request.
    [[nodiscard]] bool hasBegunEarlier() const;
    /// What an earlier run intended and recorded; nothing in a first run.
    [[nodiscard]] std::optional<Facts> earlierIntent(const QString &step) const;
    [[nodiscard]] std::optional<Facts> earlierRecord(const QString &step) const;
    /// Ended by Oriel's end before it had sent anything: nothing was done.
    [[nodiscard]] Error neverSent(const QString &message = {}) const;

    /// Whether it changes nothing that a crash could leave half done, and that would have to be
    /// picked up: false lets it go on where the journal cannot be written. Where true, the journal
    /// refuses it before the first step, and each later step.
    [[nodiscard]] virtual bool needsJournal() const { return true; }
    /// What came of the step: ids, the request-id ("requestId" is also kept by resumeFrom()).
    void record(const QString &step, const QJsonObject &facts);

    [[nodiscard]] Context &context() { return m_context; }
    [[nodiscard]] const Context &context() const { return m_context; }
    void setStages(std::vector<Stage> stages);
    /// The three take the present time where `at` is null. done() also begins what was still
    /// waiting; a stage that has ended stays as it is.
    void begin(std::size_t stage, const QDateTime &at = {});
    void progress(std::size_t stage, int percent, const QString &detail);
    void done(std::size_t stage, const QDateTime &at = {});
    void failStage(std::size_t stage, const QString &detail, const QDateTime &at = {});
    void setTitle(std::size_t stage, const QString &title);
    /// What cancel() does at once. perform() sees isCanceling() at its next step.
    virtual void doCancel() {}
    void askUser(Question question);
    /// It has been settled without an answer.
    void withdrawQuestion();
    /// After decide(); the question has been taken back before. Cancels if that was chosen.
    virtual void decided(const QString &choice);
    void addNote(const QString &note);
    void addLeftover(Subject leftover);
    void addRequestId(const QString &requestId);
    void setResultId(const QString &id);
    /// The first of these three decides; waiting stages become Skipped, running ones Done or
    /// Failed.
    void succeed() { end({}); }
    void fail(Error error) { end({Outcome::Failed, std::move(error)}); }
    void endUnclear(Error error) { end({Outcome::Unclear, std::move(error)}); }
    /// `what`: what was undone, one sentence: "The instance was started again."
    void endCanceled(const QString &what);

private:
    friend class TemporaryStop; // a part of operations, with steps of its own

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
    std::optional<JournalEntry> m_left; ///< by an earlier Oriel
    std::shared_ptr<Limiter> m_limiter;
    bool m_queued = false; ///< waits for its place
    bool m_canceling = false;
    bool m_unwritten = false;         ///< its beginning is not in the journal
    QSet<QString> m_replayed;         ///< steps whose earlier run has been taken into account
    QString m_choice;                 ///< the answer to the question that was settled last
    std::optional<Task<void>> m_work; ///< the last member: its frames use the others
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
        auto wait = pause(pace.next());
        co_await std::move(wait);
    }
}

} // namespace oriel::operations
