#include "ui/window/searchhits.h"

#include "models/words.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int noHit = 1000;

/// 0 whole, 1 at the beginning, 2 inside, 3 the id, noHit.
int nameRank(const QString &name, const QString &id, const QString &text)
{
    if (name.compare(text, Qt::CaseInsensitive) == 0 || id.compare(text, Qt::CaseInsensitive) == 0)
        return 0;
    if (name.startsWith(text, Qt::CaseInsensitive))
        return 1;
    if (name.contains(text, Qt::CaseInsensitive))
        return 2;
    return text.size() >= 4 && id.startsWith(text, Qt::CaseInsensitive) ? 3 : noHit;
}

QString hitText(const char *text)
{
    return QCoreApplication::translate("oriel::ui::GlobalSearch", text);
}

QString named(const QString &name, const QString &id)
{
    return name.isEmpty() ? id : name;
}

QString gibibytes(int size)
{
    return hitText(QT_TRANSLATE_NOOP("oriel::ui::GlobalSearch", "%1 GiB")).arg(size);
}

} // namespace

SearchSources::SearchSources(const store::CloudStores &stores)
    : servers(stores.servers.rows())
    , volumes(stores.volumes.rows())
    , snapshots(stores.volumeSnapshots.rows())
    , images(stores.images.rows())
{}

std::vector<SearchHit> searchHits(const SearchSources &sources, const QString &typed,
                                  std::size_t most)
{
    std::vector<SearchHit> hits;
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return hits;

    for (const auto &server : sources.servers) {
        int rank = nameRank(server->name, server->id, text);
        QString address;
        for (const openstack::ServerAddress &a : server->addresses) {
            if (address.isEmpty())
                address = a.address;
            if (rank != 0 && a.address.startsWith(text, Qt::CaseInsensitive)) {
                rank = std::min(rank, a.address.size() == text.size() ? 0 : 2);
                address = a.address;
            }
        }
        if (rank != noHit)
            hits.push_back({named(server->name, server->id),
                            hitText(QT_TRANSLATE_NOOP("oriel::ui::GlobalSearch", "Instance")),
                            address.isEmpty() ? server->id : address,
                            u"server"_s,
                            {Route::Place::Instance, server->id, {}},
                            rank});
    }
    for (const auto &volume : sources.volumes) {
        if (const int rank = nameRank(volume->name, volume->id, text); rank != noHit)
            hits.push_back({named(volume->name, volume->id),
                            hitText(QT_TRANSLATE_NOOP("oriel::ui::GlobalSearch", "Volume")),
                            gibibytes(volume->sizeGiB),
                            u"hard-drive"_s,
                            {Route::Place::Volumes, volume->id, {}},
                            rank});
    }
    for (const auto &snapshot : sources.snapshots) {
        if (const int rank = nameRank(snapshot->name, snapshot->id, text); rank != noHit)
            hits.push_back(
                {named(snapshot->name, snapshot->id),
                 hitText(QT_TRANSLATE_NOOP("oriel::ui::GlobalSearch", "Volume snapshot")),
                 gibibytes(snapshot->sizeGiB),
                 u"layers"_s,
                 {Route::Place::Snapshots, snapshot->id, {}},
                 rank});
    }
    for (const auto &image : sources.images) {
        const int rank = nameRank(image->name, image->id, text);
        if (rank == noHit)
            continue;
        // Those of one instance often have one name: when they were made tells them apart.
        const models::ImageKind kind = models::imageKind(*image);
        const bool plain = kind == models::ImageKind::Image;
        hits.push_back(
            {named(image->name, image->id),
             models::imageKindWord(kind),
             plain ? models::visibilityWord(image->visibility) : models::timeText(image->created),
             plain ? u"disc"_s : u"camera"_s,
             {Route::Place::Images, image->id, {}},
             rank});
    }
    const auto better = [](const SearchHit &a, const SearchHit &b) {
        if (a.rank != b.rank)
            return a.rank < b.rank;
        if (a.route.place != b.route.place)
            return a.route.place < b.route.place;
        const int order = a.title.compare(b.title, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.route.id < b.route.id;
    };
    const std::size_t count = std::min(most, hits.size());
    std::partial_sort(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(count), hits.end(),
                      better);
    hits.resize(count);
    return hits;
}

} // namespace oriel::ui
