#include "operations/journal/journalentry.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::operations {

QString scopeUrl(const QUrl &authUrl)
{
    QUrl plain = authUrl.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment |
                                  QUrl::StripTrailingSlash | QUrl::NormalizePathSegments);
    // "…/v3" and the root are the same service; clouds.yaml may contain either.
    QString path = plain.path();
    if (path.endsWith("/v3"_L1))
        path.chop(3);
    plain.setPath(path);
    return plain.toString(QUrl::FullyEncoded);
}

bool JournalEntry::intended(const QString &step) const
{
    return intentOf(step).has_value();
}

std::optional<QJsonObject> JournalEntry::intentOf(const QString &step) const
{
    for (auto it = steps.rbegin(); it != steps.rend(); ++it) {
        if (it->name == step && it->phase == JournalStep::Phase::Intended)
            return it->facts;
    }
    return std::nullopt;
}

std::vector<QJsonObject> JournalEntry::intentsOf(const QString &step) const
{
    std::vector<QJsonObject> intents;
    for (const JournalStep &one : steps) {
        if (one.name == step && one.phase == JournalStep::Phase::Intended)
            intents.push_back(one.facts);
    }
    return intents;
}

std::optional<QJsonObject> JournalEntry::recordOf(const QString &step) const
{
    for (auto it = steps.rbegin(); it != steps.rend(); ++it) {
        if (it->name != step)
            continue;
        if (it->phase == JournalStep::Phase::Intended)
            return std::nullopt;
        return it->facts;
    }
    return std::nullopt;
}

} // namespace oriel::operations
