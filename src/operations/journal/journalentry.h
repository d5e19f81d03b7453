#pragma once

#include "base/error.h"
#include "operations/operationtypes.h"

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <optional>
#include <vector>

namespace oriel::operations {

/// Where an operation was started. The first three members identify the place, also in another run
/// of Oriel or under another name in clouds.yaml.
struct JournalScope
{
    QString authUrl{};   ///< in scopeUrl()'s form
    QString region{};    ///< may be empty
    QString projectId{}; ///< empty if the token was for a domain
    QString words{};     ///< for display: "mycloud / RegionOne / demo"
    /// The signed-in user. Another user may lack the rights to resume the operation. Empty if that
    /// does not matter.
    QString user{};

    [[nodiscard]] bool isSamePlace(const JournalScope &other) const
    {
        return authUrl == other.authUrl && region == other.region && projectId == other.projectId;
    }
    bool operator==(const JournalScope &) const = default;
};

/// The address of an identity service in a normalized form for comparison; without user, password,
/// query and fragment.
[[nodiscard]] QString scopeUrl(const QUrl &authUrl);

/// One line of an entry: a changing step's intent, or its result.
struct JournalStep
{
    enum class Phase { Intended, Recorded };
    QString name; ///< the operation's own, e.g. "create-image"
    Phase phase = Phase::Intended;
    QDateTime at; ///< UTC
    QJsonObject facts;

    bool operator==(const JournalStep &) const = default;
};

/// The known data of one operation of this run or of an earlier one. Never a secret.
struct JournalEntry
{
    /// The newest version of intents and steps that this Oriel understands, and the one that it
    /// writes. Increase it when an intent or a step gets a meaning that an older Oriel would miss.
    /// 1: without steps that are repeated from the start; 2: with them.
    static constexpr int newestFormat = 2;

    QString id; ///< Operation::id(): a resumed operation keeps it, and with it its tags
    QString kind;
    int format = newestFormat; ///< of intent and steps
    JournalScope scope;
    QString userName;
    Subject subject;
    QString title;
    QString command;
    QJsonObject intent;
    QDateTime started; ///< UTC
    QDateTime ended;   ///< null while unfinished
    Outcome outcome = Outcome::Running;
    std::optional<Error> error;
    QString resultId;
    QStringList requestIds;
    QStringList notes;
    std::vector<Subject> leftovers;
    std::vector<Stage> stages;
    std::vector<JournalStep> steps; ///< in order; only for unfinished ones
    /// Unfinished, and the Oriel working on it is running (in this window or another one).
    bool alive = false;
    /// Unfinished, and an Oriel has tried to resume it but did not understand it.
    bool givenBack = false;

    /// Whether the step was intended: its request may have been sent.
    [[nodiscard]] bool intended(const QString &step) const;
    /// The facts of the newest intent of this step; nullopt if it was never intended.
    [[nodiscard]] std::optional<QJsonObject> intentOf(const QString &step) const;
    /// The facts of all intents of this step, in order: a request that is sent again has several.
    [[nodiscard]] std::vector<QJsonObject> intentsOf(const QString &step) const;
    /// The step's result after its newest intent; nullopt if unknown.
    [[nodiscard]] std::optional<QJsonObject> recordOf(const QString &step) const;

    bool operator==(const JournalEntry &) const = default;
};

} // namespace oriel::operations
