#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"

#include "base/visible.h"
#include "openstack/network/port.h"
#include "operations/networkpaths.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Port;

/// The administrative state of a port: whether anything passes it.
class PortStateActions
{
    Q_DECLARE_TR_FUNCTIONS(PortStateActions)

public:
    static Action enable();
    static Action disable();

private:
    static ActionOf<Port> common(const QString &key, Words words, bool up);
};

ActionOf<Port> PortStateActions::common(const QString &key, Words words, bool up)
{
    return ActionOf<Port>(key, std::move(words))
        .possible([up](const Port &port, const Situation &) {
            if (isOfNetwork(port))
                return tr("The port belongs to a router or another service of the network.");
            if (port.adminUp != up)
                return QString();
            return up ? tr("The port is not disabled.") : tr("The port is disabled already.");
        })
        .undoneBy(up ? u"disable-port"_s : u"enable-port"_s)
        .sends([up](const ActionOperation &operation) {
            return openstack::Update<Port>{operation.target().id, {{u"admin_state_up"_s, up}}};
        })
        .untilItIs([up](const Port &port, const Values &) { return port.adminUp == up; })
        .terminal({u"port"_s, up ? u"enable"_s : u"disable"_s})
        .command([up](const QString &target, const Values &) {
            return QStringList{u"openstack"_s, u"port"_s, u"set"_s,
                               up ? u"--enable"_s : u"--disable"_s, target};
        });
}

Action PortStateActions::enable()
{
    return common(u"enable-port"_s,
                  //: Menu entry and button (a verb): lets traffic through a port again.
                  {tr("Enable port"), tr("Enable the port “%1”"),
                   tr("The port “%1” is being enabled."), tr("The port “%1” was enabled."),
                   tr("The port “%1” was not enabled."),
                   tr("It is not known whether the port “%1” was enabled.")},
                  true)
        .insteadOf(u"disable-port"_s)
        .summary(tr("Enable ports: traffic passes them again"))
        .harmless();
}

Action PortStateActions::disable()
{
    return common(u"disable-port"_s,
                  //: Menu entry and button (a verb): stops all traffic of a port.
                  {tr("Disable port"), tr("Disable the port “%1”"),
                   tr("The port “%1” is being disabled."), tr("The port “%1” was disabled."),
                   tr("The port “%1” was not disabled."),
                   tr("It is not known whether the port “%1” was disabled.")},
                  false)
        .summary(tr("Disable ports: nothing passes them until they are enabled"))
        .warns([](const QStringList &names) {
            const auto count = static_cast<int>(names.size());
            if (count > 1)
                return Confirmation{tr("Disable %n port(s)?", nullptr, count),
                                    tr("Nothing passes them until they are enabled again. They "
                                       "keep their addresses."),
                                    tr("Disable %n port(s)", nullptr, count)};
            return Confirmation{tr("Disable the port “%1”?").arg(isolated(names.value(0))),
                                tr("Nothing passes it until it is enabled again. It keeps its "
                                   "addresses."),
                                tr("Disable port")};
        });
}

} // namespace

void addPortStateActions(std::vector<Action> &actions)
{
    actions.push_back(PortStateActions::enable());
    actions.push_back(PortStateActions::disable());
}

} // namespace oriel::operations
