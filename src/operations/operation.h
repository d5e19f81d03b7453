#pragma once

#include "base/clock.h"
#include "base/error.h"

#include <QtCore/QDateTime>
#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <optional>
#include <vector>

namespace oriel::net {
class ApiClient;
}
namespace oriel::store {
class CloudStores;
}

namespace oriel::operations {

enum class StageState { Waiting, Running, Done, Failed, Skipped };

/// One step that a person can follow, with times from facts.
struct Stage
{
    QString title; ///< "Capture /dev/vda (5 GiB)"
    StageState state = StageState::Waiting;
    QDateTime started{}; ///< UTC; null while waiting
    QDateTime ended{};
    int percent = -1; ///< -1: not known
    QString detail{}; ///< what the cloud says now, e.g. "image_uploading"

    bool operator==(const Stage &) const = default;
};

enum class Outcome {
    Running,
    Succeeded,
    Failed,
    Unclear, ///< it left, and nothing tells whether it happened
};

/// What an operation is about.
struct Subject
{
    enum class Kind { Server, Volume, VolumeSnapshot, Image, SnapshotSet };
    Kind kind = Kind::Server;
    QString id;
    QString name;

    bool operator==(const Subject &) const = default;
};

/// What an operation works with. All outlive it.
struct Context
{
    net::ApiClient &client;
    store::CloudStores &stores;
    Clock &clock;
    QString userName; ///< who is signed in, for the stamp
};

/// Something that a person started and can watch: it changes the cloud. Owned by OperationCenter,
/// never by a dialog; closing a window cancels nothing. GUI thread.
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
    /// The id of what came to be (the image's, for a snapshot); empty until known.
    [[nodiscard]] QString resultId() const { return m_resultId; }

    /// Called once by OperationCenter.
    void start();

Q_SIGNALS:
    /// A stage, the result or the outcome has changed.
    void changed();
    /// Once, when the outcome is no longer Running.
    void finished();

protected:
    virtual void run() = 0;

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
    void addNote(const QString &note);
    void addLeftover(Subject leftover);
    void addRequestId(const QString &requestId);
    void setResultId(const QString &id);
    /// The first of these three decides; waiting stages become Skipped, running ones Done or
    /// Failed.
    void succeed();
    void fail(Error error);
    void endUnclear(Error error);

private:
    void end(Outcome outcome, StageState ofRunning);

    Context m_context;
    QString m_id;
    std::vector<Stage> m_stages;
    Outcome m_outcome = Outcome::Running;
    std::optional<Error> m_error;
    QStringList m_requestIds;
    QStringList m_notes;
    std::vector<Subject> m_leftovers;
    QDateTime m_started;
    QDateTime m_ended;
    QString m_resultId;
};

} // namespace oriel::operations
