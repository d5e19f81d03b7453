#include "models/serversmodel.h"

#include "models/names.h"
#include "models/words.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::models {

namespace {

struct ServerColumns
{
    Q_DECLARE_TR_FUNCTIONS(oriel::models::ServerColumns)
public:
    using S = openstack::Server;
    using C = Column<S>;

    static std::vector<Column<S>> all()
    {
        const auto orEmptyCell = [](const QString &text) {
            return text.isEmpty() ? emptyCell() : text;
        };
        const auto right = Qt::AlignRight | Qt::AlignVCenter;
        return {
            C{.key = u"name"_s,
              .title = tr("Name"),
              .text = [](const S &s, const Lookup &) { return nameOrId(s.name, s.id); },
              .link = [](const S &s, const Lookup &) { return s.id; },
              .cut = Cut::Middle,
              .width = 18},
            C{.key = u"status"_s,
              .title = tr("Status"),
              .text = [](const S &s, const Lookup &) { return serverStatus(s).text; },
              .tone = [](const S &s, const Lookup &) { return serverStatus(s).tone; },
              .tip = [](const S &s,
                        const Lookup &) { return s.fault ? s.fault->message : QString(); },
              .cut = Cut::Never,
              .width = 17},
            C{.key = u"addresses"_s,
              .title = tr("IP addresses"),
              .text = [](const S &s, const Lookup &) { return addressesText(s); },
              .tip = [](const S &s, const Lookup &) { return addressesText(s); },
              .cut = Cut::Items,
              .width = 16},
            C{.key = u"flavor"_s,
              .title = tr("Flavor"),
              .text = [](const S &s, const Lookup &l) { return flavorName(s, l); },
              .tip = [](const S &s, const Lookup &l) { return flavorSizes(s, l); },
              .width = 12},
            C{.key = u"source"_s,
              .title = tr("Image or boot volume"),
              .text = [](const S &s, const Lookup &l) { return bootSourceText(s, l); },
              .tip = [](const S &s, const Lookup &l) { return bootSourceText(s, l); },
              .width = 20},
            C{.key = u"created"_s,
              .title = tr("Created"),
              .text = [](const S &s, const Lookup &) { return timeText(s.created); },
              .number = [](const S &s, const Lookup &) { return s.created.toMSecsSinceEpoch(); },
              .width = 18,
              .searched = false},
            C{.key = u"key"_s,
              .title = tr("Key pair"),
              .text = [orEmptyCell](const S &s, const Lookup &) { return orEmptyCell(s.keyName); },
              .width = 12,
              .shownByDefault = false},
            C{.key = u"zone"_s,
              .title = tr("Availability zone"),
              .text = [orEmptyCell](const S &s,
                                    const Lookup &) { return orEmptyCell(s.availabilityZone); },
              .width = 15,
              .shownByDefault = false},
            C{.key = u"age"_s,
              .title = tr("Age"),
              .text = [](const S &s, const Lookup &l) { return ageText(s.created, l.now()); },
              .number = [](const S &s, const Lookup &) { return -s.created.toMSecsSinceEpoch(); },
              .width = 12,
              .shownByDefault = false,
              .searched = false,
              .ages = true},
            C{.key = u"volumes"_s,
              .title = tr("Volumes"),
              .text = [](const S &s, const Lookup &) { return QString::number(s.volumes.size()); },
              .number = [](const S &s,
                           const Lookup &) { return static_cast<qint64>(s.volumes.size()); },
              .alignment = right,
              .width = 9,
              .shownByDefault = false,
              .searched = false},
            C{.key = u"hostname"_s,
              .title = tr("Host name"),
              .text = [orEmptyCell](const S &s, const Lookup &) { return orEmptyCell(s.hostname); },
              .shownByDefault = false},
            C{.key = u"description"_s,
              .title = tr("Description"),
              .text = [orEmptyCell](const S &s,
                                    const Lookup &) { return orEmptyCell(s.description); },
              .width = 24,
              .shownByDefault = false},
            C{.key = u"tags"_s,
              .title = tr("Tags"),
              .text = [orEmptyCell](const S &s,
                                    const Lookup &) { return orEmptyCell(s.tags.join(u", "_s)); },
              .shownByDefault = false},
            C{.key = u"locked"_s,
              //: Column; the next one is the value in it: the instance is locked against changes.
              .title = tr("Locked"),
              .text =
                  [](const S &s, const Lookup &) {
                      return readable(s, {"locked"}, s.locked ? tr("Locked") : emptyCell());
                  },
              .width = 9,
              .shownByDefault = false,
              .searched = false},
            C{.key = u"id"_s,
              .title = tr("ID"),
              .text = [](const S &s, const Lookup &) { return s.id; },
              .width = 36,
              .shownByDefault = false},
        };
    }
};

} // namespace

ServersModel::ServersModel(const store::CloudStores &stores, Clock &clock, QObject *parent)
    : StoreModel(stores.servers, stores, clock, ServerColumns::all(),
                 {Kind::Volume, Kind::Image, Kind::Flavor}, parent)
{}

} // namespace oriel::models
