#include "ui/pages/listpages.h"

#include "base/visible.h"
#include "models/serversmodel.h"
#include "operations/capture/createsnapshot.h"
#include "ui/pages/instance/deletedinstance.h"
#include "ui/pages/instance/instancebody.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

class InstancesList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::InstancesList)

public:
    static SearchWords searchWords(const openstack::Server &)
    {
        return {.kind = tr("Instance"), .detail = {}, .icon = u"server"_s};
    }

    static QStringList addresses(const openstack::Server &server)
    {
        QStringList out;
        for (const openstack::ServerAddress &one : server.addresses)
            out += one.address;
        return out;
    }

    static QString begunText(const std::vector<operations::Subject> &instances)
    {
        const auto count = static_cast<int>(instances.size());
        return count == 1 ? tr("The snapshot of %1 is being created.")
                                .arg(isolated(instances.front().name))
                          : tr("%n snapshot(s) are being created.", nullptr, count);
    }

    static Route begunRoute(const std::vector<operations::Subject> &instances)
    {
        return instances.size() == 1 ? Route::to(Kind::Server, instances.front().id, u"snapshots"_s)
                                     : Route::activity();
    }

    static ListPageSpec spec()
    {
        return {
            .kind = Kind::Server,
            .group = PageGroup::Compute,
            .words = {.key = u"instances"_s,
                      .title = tr("Instances"),
                      .placeholder = tr("Filter instances"),
                      .icon = u"server"_s,
                      .emptyTitle = tr("No instances in this project"),
                      .emptyText =
                          tr("An instance is a virtual machine. Launch one from an image, a "
                             "volume or a snapshot."),
                      .failed = tr("The instances could not be loaded.")},
            .counted = [](const QString &count,
                          int total) { return tr("%1 instance(s)", nullptr, total).arg(count); },
            .needs = {Kind::Flavor, Kind::Image, Kind::Volume},
            .source = storeOf<openstack::Server>,
            .model = makeModel<models::ServersModel>,
            .page =
                ResourcePageSpec{
                    .needs = {Kind::Volume, Kind::VolumeSnapshot, Kind::Image, Kind::Flavor},
                    .name = nameOf<openstack::Server>,
                    .body = [](const UiContext &ui, const ListPageSpec &, const QString &id,
                               QWidget *parent) -> ResourceBody * {
                        return new InstanceBody(ui, id, parent);
                    },
                    .gone = tr("This instance no longer exists"),
                    .goneText =
                        tr("It was deleted, or it belongs to another project. Its snapshots, if "
                           "any, are still listed under Storage → Snapshots."),
                    .failed = tr("The instance could not be loaded."),
                    .remains = [](const UiContext &ui, const ListPageSpec &spec, const QString &id,
                                  const QString &name, QWidget *parent) -> ResourceBody * {
                        return new DeletedInstance(
                            ui, {spec.page->gone, spec.page->goneText, spec.words.title}, id, name,
                            parent);
                    },
                },
            .actions = actionsOn(Kind::Server),
            .cell = [](const UiContext &, const QString &, const QString &target)
                -> std::optional<Route> { return Route::to(Kind::Server, target); },
            .search = searchIn(Kind::Server, &searchWords, &addresses),
            .findBy = tr("part of its name or address, or its ID"),
            .begun = BegunNotice{operations::CreateSnapshot::kindName, begunText, begunRoute},
        };
    }
};

} // namespace

ListPageSpec instancesList()
{
    return InstancesList::spec();
}

} // namespace oriel::ui
