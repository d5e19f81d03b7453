#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "base/result.h"
#include "net/apiclient.h"
#include "operations/journal/journalentry.h"
#include "operations/operationtypes.h"

#include <QtCore/QDateTime>
#include <QtCore/QObject>
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
    QString userName; ///< who is signed in, for the stamp
    /// Null: nothing is written, and nothing can be picked up. OperationCenter puts its own here
    /// where there is none.
    Journal *journal = nullptr;
    JournalScope scope{}; ///< where the journal says that it was
};

/// Something that a person started and can watch: it changes the cloud. Owned by OperationCenter,
/// never by a dialog; closing a window cancels nothing. GUI thread.
///
/// Each changing request goes through intend() before it leaves and record() when its answer is
/// there, so that the next Oriel can go on where this one was killed: resume() looks at what the
/// cloud did with what was intended, never sends twice, and finishes or rolls forward. What could
/// not be written to the journal is not sent (see needsJournal()).
class Operation : public QObject
{
    Q_OBJECT

public:
    explicit Operation(Context context, QObject *parent = nullptr);

    [[nodiscard]] QString id() const { return m_id; } ///< a uuid
    [[nodiscard]] virtual QString title() const = 0;  ///< "Create snapshot “web-01 2026-11-23”"
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

    /// What cancel() does now, in words: "The instance is started again; no snapshot is made."
    /// Empty where it cannot be canceled (any more).
    [[nodiscard]] virtual QString cancelText() const { return {}; }
    [[nodiscard]] bool canCancel() const;
    /// Undoes what was begun and ends as Canceled. Of no effect where it cannot be canceled. It may
    /// take a while: isCanceling() until then.
    void cancel();
    [[nodiscard]] bool isCanceling() const { return m_canceling; }
    /// What the cloud is left with if Oriel ends now and is never started again, in words: "“web-1”
    /// stays shut off." Empty where nothing is left to do but to wait.
    [[nodiscard]] virtual QString consequence() const { return {}; }
    /// Whether everything was requested, and the cloud finishes it without Oriel.
    [[nodiscard]] virtual bool isOnlyWaiting() const { return false; }

    /// Called once by OperationCenter. Where there is a journal, run() comes when the beginning is
    /// on the disk.
    void start();
    /// Called by OperationCenter before start(): writes to this journal, unless it has one.
    void keepIn(Journal *journal, const JournalScope &scope);
    /// Called by resumeOperation() before start(): this is the operation that an earlier Oriel left
    /// unfinished. It keeps its id (and so its stamps), its start and its request-ids; start()
    /// calls resume() instead of run().
    void goOnWith(JournalEntry entry);
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

protected:
    virtual void run() = 0;
    /// Instead of run(), with what the journal knows. As long as a class has none of its own, it
    /// ends Unclear: what was asked for may have happened.
    virtual void resume(const JournalEntry &left);

    using Written = std::function<void(const Result<Nothing> &)>;

    /// Whether it changes nothing that a crash could leave half done, and that would have to be
    /// picked up: false lets it go on where the journal cannot be written. Where true, the journal
    /// refuses it before the first step, and each later step.
    [[nodiscard]] virtual bool needsJournal() const { return true; }
    /// Calls `then` when it is on the disk that `step` is about to be taken, or with the error
    /// (kind Storage) for which it must not be taken; at once where there is no journal; never once
    /// the operation is destroyed. `facts`: what resume() needs to find out whether it was taken,
    /// e.g. what was there before; never a secret.
    void intend(const QString &step, const QJsonObject &facts, Written then);
    /// The usual case of intend(): sends `request` when that is on the disk. `answered` gets its
    /// answer, or the error for which it was not sent.
    template <typename Request, typename Answered>
    void send(const QString &step, const QJsonObject &facts, Request request, Answered answered);
    /// What came of the step: ids, the request-id ("requestId" is also kept by goOnWith()).
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
    /// What cancel() does: it ends in endCanceled() or otherwise.
    virtual void doCancel() {}
    void askPerson(Question question);
    /// It has been settled without an answer.
    void takeQuestionBack();
    /// After decide(); the question has been taken back before.
    virtual void decided(const QString &choice);
    void addNote(const QString &note);
    void addLeftover(Subject leftover);
    void addRequestId(const QString &requestId);
    void setResultId(const QString &id);
    /// The first of these three decides; waiting stages become Skipped, running ones Done or
    /// Failed.
    void succeed();
    void fail(Error error);
    void endUnclear(Error error);
    /// `what`: what was undone, one sentence: "The instance was started again."
    void endCanceled(const QString &what);

private:
    void begun(const Result<Nothing> &written);
    void end(Outcome outcome, StageState ofRunning);
    [[nodiscard]] bool isJournaled() const;

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
    bool m_canceling = false;
    bool m_unwritten = false; ///< its beginning is not in the journal
};

template <typename Request, typename Answered>
void Operation::send(const QString &step, const QJsonObject &facts, Request request,
                     Answered answered)
{
    intend(step, facts,
           [this, request = std::move(request),
            answered = std::move(answered)](const Result<Nothing> &written) {
               if (written.ok())
                   m_context.client.call(request).then(this, answered);
               else
                   answered(Result<typename Request::Value>(written.error()));
           });
}

} // namespace oriel::operations
