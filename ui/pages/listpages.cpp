#include "ui/pages/listpages.h"
#include "operations/names.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace oriel::ui {

namespace {

class GroupWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::PageGroup)
};

} // namespace

QString titleOf(PageGroup group)
{
    switch (group) {
    case PageGroup::Compute:
        return GroupWords::tr("Compute");
    case PageGroup::Storage:
        return GroupWords::tr("Storage");
    case PageGroup::Networking:
        break;
    }
    return GroupWords::tr("Networking");
}

const std::vector<ListPageSpec> &listPages()
{
    static const std::vector<ListPageSpec> all{
        // clang-format off
        instancesList(),
        imagesList(),
        keyPairsList(),
        serverGroupsList(),
        flavorsList(),
        volumesList(),
        snapshotsList(),
        volumeSnapshotsList(),
        backupsList(),
        volumeGroupsList(),
        groupSnapshotsList(),
        floatingIpsList(),
        securityGroupsList(),
        // clang-format on
    };
    return all;
}

const ListPageSpec *listPageOf(Kind kind)
{
    const auto found = std::ranges::find(listPages(), kind, &ListPageSpec::kind);
    return found == listPages().end() ? nullptr : &*found;
}

std::vector<const ListPageSpec *> viewsOf(Kind kind)
{
    const ListPageSpec *spec = listPageOf(kind);
    const Kind entry = spec ? spec->beside.value_or(spec->kind) : kind;
    std::vector<const ListPageSpec *> views;
    for (const ListPageSpec &one : listPages()) {
        if (one.kind == entry || one.beside == entry)
            views.push_back(&one);
    }
    return views;
}

std::vector<Crumb> crumbsOf(Kind kind, const QString &id, const QString &name)
{
    const ListPageSpec *spec = listPageOf(kind);
    if (!spec)
        return {{name, std::nullopt}};
    return {{titleOf(spec->group), std::nullopt},
            {spec->words.title, Route::list(kind, id)},
            {operations::nameOrId(name, id), std::nullopt}};
}

} // namespace oriel::ui
