#include "ui/actions/serveractionscontroller.h"

#include "base/visible.h"
#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/dialogs/confirmdialog.h"
#include "ui/dialogs/instanceflows.h"

using namespace Qt::StringLiterals;

namespace oriel::ui {

using forms::ServerAction;

namespace {

QString keyOf(ServerAction action)
{
    switch (action) {
    case ServerAction::Start:
        return u"start-server"_s;
    case ServerAction::ShutOff:
        return u"stop-server"_s;
    case ServerAction::Reboot:
        return u"reboot-server"_s;
    default:
        return u"hard-reboot-server"_s;
    }
}

} // namespace

ServerActionsController::ServerActionsController(const UiContext &ui, QWidget *window)
    : RowActions(window)
    , m_ui(ui)
    , m_window(window)
    , m_flows(new InstanceFlows(ui, window))
    , m_actions(this, window)
{
    QAction *snapshot =
        m_actions.add(ServerAction::CreateSnapshot, u"createSnapshot"_s, tr("Create snapshot"));
    snapshot->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    connect(snapshot, &QAction::triggered, this, &ServerActionsController::createSnapshot);
    connect(m_actions.add(ServerAction::Start, u"startServer"_s, tr("Start")), &QAction::triggered,
            this, [this] { power(ServerAction::Start); });
    connect(m_actions.add(ServerAction::ShutOff, u"shutOffServer"_s, tr("Shut off")),
            &QAction::triggered, this, [this] { power(ServerAction::ShutOff); });
    connect(m_actions.add(ServerAction::Reboot, u"rebootServer"_s, tr("Reboot")),
            &QAction::triggered, this, [this] { power(ServerAction::Reboot); });
    connect(m_flows, &InstanceFlows::started, this, &ServerActionsController::started);

    connect(&ui.stores.servers, &store::StoreBase::changed, this, &ServerActionsController::update);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this,
            &ServerActionsController::update);
    update();
}

void ServerActionsController::setIds(const QStringList &ids)
{
    m_ids = ids;
    update();
}

forms::Availability ServerActionsController::availabilityOf(const QString &id,
                                                            ServerAction action) const
{
    const auto server = m_ui.stores.servers.find(id);
    if (!server)
        return {false, tr("The instance no longer exists.")};
    if (const operations::Operation *running = m_ui.operations.runningOn(id))
        return {false, tr("Wait until “%1” has ended.").arg(isolated(running->title()))};
    return forms::availability(*server, action, m_ui.roles);
}

QStringList ServerActionsController::possible(ServerAction action) const
{
    QStringList ids;
    for (const QString &id : m_ids) {
        if (availabilityOf(id, action).enabled)
            ids.append(id);
    }
    return ids;
}

void ServerActionsController::update()
{
    m_actions.at(ServerAction::CreateSnapshot)
        ->setText(m_ids.size() > 1 ? tr("Create snapshots…") : tr("Create snapshot"));
    m_actions.update([this](ServerAction kind) {
        if (m_ids.isEmpty())
            return tr("Select an instance first.");
        return reasonAgainst(m_ids, [&](const QString &id) { return availabilityOf(id, kind); });
    });
}

std::vector<RowActions::Button> ServerActionsController::toolbar() const
{
    return {
        {m_actions.at(ServerAction::Start), u"play"_s},
        {m_actions.at(ServerAction::ShutOff), u"power"_s},
        {m_actions.at(ServerAction::Reboot), u"rotate-cw"_s},
        {m_actions.at(ServerAction::CreateSnapshot), u"camera"_s, true},
    };
}

void ServerActionsController::fillMenu(QMenu &menu) const
{
    m_actions.fill(menu, {ServerAction::CreateSnapshot, ServerAction::Start, ServerAction::ShutOff,
                          ServerAction::Reboot});
}

QStringList ServerActionsController::namesOf(const QStringList &ids) const
{
    QStringList names;
    for (const QString &id : ids) {
        const auto server = m_ui.stores.servers.find(id);
        names.append(server && !server->name.isEmpty() ? server->name : id);
    }
    return names;
}

void ServerActionsController::createSnapshot()
{
    if (m_ids.size() == 1)
        m_flows->createSnapshot(m_ids.front());
    else if (!m_ids.isEmpty())
        m_flows->createSnapshots(m_ids);
}

void ServerActionsController::power(ServerAction action)
{
    const QStringList ids = possible(action);
    if (ids.size() == 1)
        m_flows->power(ids.front(), action);
    else if (!ids.isEmpty() && action == ServerAction::Start)
        begin(ids, action);
    else if (!ids.isEmpty())
        askForMany(ids, action);
}

void ServerActionsController::askForMany(const QStringList &ids, ServerAction action)
{
    const bool off = action == ServerAction::ShutOff;
    ConfirmDialog::Question question;
    const auto count = static_cast<int>(ids.size());
    question.title = off ? tr("Shut off %n instance(s)?", nullptr, count)
                         : tr("Reboot %n instance(s)?", nullptr, count);
    question.text = off ? tr("Services on these instances stop until you start them again:")
                        : tr("Services on these instances are interrupted until they have "
                             "restarted:");
    question.names = namesOf(ids);
    question.action = off ? tr("Shut off %n instance(s)", nullptr, count)
                          : tr("Reboot %n instance(s)", nullptr, count);
    question.danger = true;
    auto *dialog = new ConfirmDialog(m_ui.theme, question, m_window);
    connect(dialog, &QDialog::accepted, this, [this, ids, action] { begin(ids, action); });
    dialog->open();
}

void ServerActionsController::begin(const QStringList &ids, ServerAction action)
{
    const operations::Context context{m_ui.client, m_ui.stores, m_ui.clock, m_ui.userName};
    for (const QString &id : ids) {
        // It may have changed while the question stood there.
        if (availabilityOf(id, action).enabled)
            Q_EMIT started(m_ui.operations.start(operations::actOn(
                context, keyOf(action), {Kind::Server, id, namesOf({id}).front()})));
    }
}

} // namespace oriel::ui
