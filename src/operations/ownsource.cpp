#include "operations/ownsource.h"

#include "operations/networkpaths.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace oriel::operations {

namespace {

struct OwnSourceWords
{
    Q_DECLARE_TR_FUNCTIONS(OwnSource)
};

bool isPrivate(const QString &range)
{
    return isPrivateAddress(range.section(u'/', 0, 0));
}

} // namespace

std::optional<OwnSource> ownSource(const QString &own, const QStringList &destinations)
{
    if (own.isEmpty())
        return std::nullopt;
    const QString ranged = OwnSourceWords::tr("My network (%1)").arg(own);
    if (!isPrivate(own))
        return OwnSource{.label = ranged, .range = own, .note = {}};
    if (!std::ranges::all_of(destinations, isPrivate))
        return OwnSource{
            .label = OwnSourceWords::tr("My network"),
            .range = {},
            .note = OwnSourceWords::tr(
                        "Your network %1 is private. An instance with a public address sees your "
                        "public address instead, which Oriel cannot know: enter it.")
                        .arg(own)};
    return OwnSource{
        .label = ranged,
        .range = own,
        .note = destinations.isEmpty()
                    ? OwnSourceWords::tr("Your network %1 is private. An instance with a public "
                                         "address sees your public address instead, which Oriel "
                                         "cannot know: then enter that one.")
                          .arg(own)
                    : QString()};
}

} // namespace oriel::operations
