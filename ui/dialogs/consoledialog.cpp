#include "ui/dialogs/consoledialog.h"

#include "models/names.h"
#include "operations/actions/actions.h"
#include "store/cloudstores.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int consoleDialogWidth = 520;

} // namespace

ConsoleDialog::ConsoleDialog(const UiContext &context, const QString &serverId, QWidget *parent,
                             ConsolePanel::OpenUrl open)
    : ActionDialog(context.theme, consoleDialogWidth, parent)
    , m_panel(new ConsolePanel(context, serverId, std::move(open), body()))
{
    setObjectName(operations::openConsole);
    const auto server = context.stores.servers.find(serverId);
    setHead(tr("Console"), server ? models::nameOrId(server->name, server->id) : serverId);
    cancel()->setText(tr("Close"));
    //: Button, in the dialog that has opened the console before
    setAction(tr("Open again"), u"confirm"_s, ButtonKind::Primary);
    column()->addWidget(m_panel);
    column()->addStretch();
    connect(m_panel, &ConsolePanel::changed, this, &ConsoleDialog::refresh);
    connect(m_panel, &ConsolePanel::otherWanted, this, [this](const operations::Action &other) {
        reject();
        Q_EMIT otherWanted(other);
    });
    if (m_panel->obstacle().isEmpty())
        m_panel->open();
    refresh();
}

void ConsoleDialog::refresh()
{
    setProblem(m_panel->obstacle(), true);
    if (m_panel->isBusy())
        action()->setEnabled(false);
}

} // namespace oriel::ui
