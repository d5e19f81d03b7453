#include "ui/pages/instance/consoletab.h"

#include "ui/actions/actionflow.h"
#include "ui/dialogs/consolepanel.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QFrame>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int consoleTabWidth = 640;

} // namespace

ConsoleTab::ConsoleTab(const UiContext &ui, ActionFlow &flow, const QString &serverId,
                       QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"consoleTab"_s);
    auto *card = new QFrame(this);
    setPanelKind(card, PanelKind::Card);
    card->setMaximumWidth(consoleTabWidth);
    auto *panel = new ConsolePanel(ui, serverId, {}, card);
    auto *open = new QPushButton(tr("Open console"), card);
    open->setObjectName(u"consoleOpen"_s);
    setButtonKind(open, ButtonKind::Primary);
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(metrics::pad, metrics::pad, metrics::pad, metrics::pad);
    inside->addWidget(panel);
    panel->buttons()->insertWidget(0, open);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metrics::pad, 0, 0);
    layout->addWidget(card);
    layout->addStretch();
    connect(open, &QPushButton::clicked, panel, &ConsolePanel::open);
    connect(panel, &ConsolePanel::otherWanted, this,
            [&flow, serverId](const operations::Action &other) { flow.begin(other, {serverId}); });
    const auto offer = [panel, open] {
        const QString why = panel->obstacle();
        open->setEnabled(why.isEmpty() && !panel->isBusy());
        open->setToolTip(why);
        open->setAccessibleDescription(why);
    };
    connect(panel, &ConsolePanel::changed, open, offer);
    offer();
}

} // namespace oriel::ui
