#include "ui/actions/statebar.h"

#include "operations/actions/action.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "ui/actions/actionflow.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focusreturn.h"
#include "ui/widgets/foot.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

StateBar::StateBar(const UiContext &ui, ActionFlow &flow, Kind kind, QString id, Now now,
                   QWidget *parent)
    : QFrame(parent)
    , m_ui(ui)
    , m_flow(flow)
    , m_id(std::move(id))
    , m_now(std::move(now))
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_buttons(new QHBoxLayout)
    , m_focus(new FocusReturn(*this))
{
    setObjectName(u"stateBar"_s);
    markAsFoot(*this);
    m_text->setObjectName(u"stateBarText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(metrics::gap + metrics::unit, metrics::unit + 2, metrics::gap,
                             metrics::unit + 2);
    line->setSpacing(metrics::gap);
    line->addWidget(m_icon);
    line->addWidget(m_text, 1);
    line->addLayout(m_buttons);
    m_buttons->setSpacing(metrics::gap);
    connect(&ui.stores.at(kind), &store::StoreBase::changed, this, &StateBar::update);
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this, &StateBar::update);
    connect(&ui.theme, &Theme::changed, this, &StateBar::paint);
    hide();
    update();
}

void StateBar::paint()
{
    setPanelKind(this, m_isError ? PanelKind::Error : PanelKind::Warning);
    m_icon->setPixmap(m_ui.theme
                          .icon(m_isError ? u"circle-alert"_s : u"triangle-alert"_s,
                                m_isError ? Theme::Color::Error : Theme::Color::Warning)
                          .pixmap(QSize(18, 18), devicePixelRatioF()));
}

void StateBar::update()
{
    const WaitingState now = m_now();
    if (now.text.isEmpty()) {
        m_focus->giveBack(*this);
        hide();
        setButtons({});
        return;
    }
    m_isError = now.isError;
    paint();
    m_text->setText(now.text);
    setAccessibleName(now.text);
    setButtons(now.ways);
    show();
}

void StateBar::setButtons(const std::vector<const operations::Action *> &actions)
{
    if (actions == m_offered)
        return;
    m_offered = actions;
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the button that was clicked
        }
        delete item;
    }
    for (const operations::Action *action : actions) {
        auto *button = new QPushButton(action->words.menu, this);
        button->setObjectName(u"state-"_s + action->key);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this,
                [this, action] { m_flow.begin(*action, {m_id}); });
        m_buttons->addWidget(button);
    }
}

} // namespace oriel::ui
