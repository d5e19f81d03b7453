#include "operations/actions/actionof.h"
#include "operations/actions/actions.h"
#include "operations/actions/serverconditions.h"

#include "base/visible.h"
#include "operations/reachability.h"
#include "operations/statewords.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

using openstack::Server;

/// What leads to a connection with an instance. Neither changes anything in the cloud.
class ConnectActions
{
    Q_DECLARE_TR_FUNCTIONS(ConnectActions)

public:
    static Action connect();
    static Action check();
    static Action console();
    static Action log();
};

Action ConnectActions::connect()
{
    return ActionOf<Server>(connectServer, {tr("Connect…"), tr("Connect to “%1”"), {}, {}, {}, {}})
        .icon(u"arrow-right"_s)
        .form(Action::Form::Connect)
        .single()
        .separated()
        .reads({Kind::Port, Kind::FloatingIp, Kind::Network})
        .obstacle([](const Situation &situation, const QString &id) {
            const auto row = situation.stores.servers.find(id);
            if (!row)
                return tr("It no longer exists.");
            if (!row->isRunning())
                return tr("Only a running instance can be connected to; this one is %1.")
                    .arg(stateWord(row->status));
            return reachableAddresses(situation.stores, id).isEmpty()
                       ? tr("The instance has no address.")
                       : QString();
        });
}

Action ConnectActions::check()
{
    return ActionOf<Server>(
               checkReach,
               {tr("Check reachability…"), tr("Check whether “%1” can be reached"), {}, {}, {}, {}})
        .icon(u"search"_s)
        .form(Action::Form::Reach)
        .single()
        .obstacle([](const Situation &situation, const QString &id) {
            return situation.stores.servers.find(id) ? QString() : tr("It no longer exists.");
        });
}

/// As Nova: whatever the instance does, if it is on a host.
Action ConnectActions::console()
{
    return ActionOf<Server>(openConsole,
                            {tr("Open console"), tr("Open the console of “%1”"), {}, {}, {}, {}})
        .form(Action::Form::Console)
        .single()
        .obstacle([](const Situation &situation, const QString &id) {
            if (const QString reader = readerObstacle(situation.roles); !reader.isEmpty())
                return reader;
            const auto row = situation.stores.servers.find(id);
            if (!row)
                return tr("It no longer exists.");
            if (row->status == "SHELVED_OFFLOADED"_L1)
                return tr("A shelved instance is on no host, so it has no console. Unshelve it "
                          "first.");
            if (hasNeverRun(*row) ||
                (row->status == "BUILD"_L1 && row->taskState == "scheduling"_L1))
                return tr("The instance is on no host, so it has no console.");
            if (row->taskState == "deleting"_L1 || row->taskState == "migrating"_L1)
                return tr("The instance is busy (%1). Wait until it has finished.")
                    .arg(stateWord(row->taskState));
            return QString();
        })
        .remedies([](const Server &server, const Situation &) {
            return server.status == "SHELVED_OFFLOADED"_L1 ? remediesBy({u"unshelve-server"_s})
                                                           : Remedies();
        });
}

/// The tab of the instance's page.
Action ConnectActions::log()
{
    return ActionOf<Server>(showLog, {tr("View log"), tr("Log of “%1”"), {}, {}, {}, {}})
        .inPlace(u"log"_s)
        .obstacle([](const Situation &situation, const QString &id) {
            return situation.stores.servers.find(id) ? QString() : tr("It no longer exists.");
        });
}

} // namespace

void addConnectActions(std::vector<Action> &actions)
{
    actions.push_back(ConnectActions::connect());
    actions.push_back(ConnectActions::check());
    actions.push_back(ConnectActions::console());
    actions.push_back(ConnectActions::log());
}

} // namespace oriel::operations
