#include "ui/pages/factsbody.h"

#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "ui/dialogs/detaileditor.h"
#include "ui/dialogs/situation.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actionbar.h"
#include "ui/widgets/cardgrid.h"
#include "ui/widgets/resourcehead.h"

#include <QtGui/QAction>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

FactGrid::Edit editOf(const UiContext &ui, const QString &key, const QString &id)
{
    const operations::Action &action = *operations::actionNamed(key);
    return {key, action.words.button(), action.obstacle(situation(ui), id)};
}

FactsBody::FactsBody(const UiContext &ui, const ListPageSpec &spec, QString id, Make make,
                     QWidget *parent)
    : ResourceBody(parent)
    , m_ui(ui)
    , m_id(std::move(id))
    , m_make(make)
    , m_head(new ResourceHead(ui.theme, this))
    , m_grid(new CardGrid(this))
{
    if (spec.actions) {
        m_actions = spec.actions(m_ui, this);
        m_actions->setIds({m_id});
        std::vector<ToolbarAction> toolbar = m_actions->toolbar();
        std::erase_if(toolbar, [](const ToolbarAction &one) { // what makes others is of the list
            const operations::Action *action = operations::actionNamed(one.action->objectName());
            return action && action->newSubject;
        });
        m_head->setActions(new ActionBar(m_ui.theme, std::move(toolbar), m_head));
        connect(m_actions, &RowActions::navigate, this, [this](const Route &route) {
            if (route.id == m_id && !route.detail.isEmpty())
                show(route.detail);
            else
                Q_EMIT navigate(route);
        });
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::gap + metrics::unit);
    layout->addWidget(m_head);
    layout->addWidget(m_grid, 1);
    setFocusProxy(m_grid);
    connect(&ui.theme, &Theme::changed, this, &FactsBody::update);
    // An operation in progress prevents others.
    connect(&ui.operations, &operations::OperationCenter::runningChanged, this, &FactsBody::update);
}

QList<QAction *> FactsBody::commands() const
{
    return m_actions ? m_actions->actions() : QList<QAction *>();
}

void FactsBody::update()
{
    const std::optional<ResourceFacts> facts = m_make(m_ui, m_id);
    if (!facts)
        return; // the page shows a message
    m_head->setResource(facts->name, facts->status);
    for (std::size_t i = 0; i < facts->cards.size(); ++i) {
        if (i == m_cards.size())
            m_cards.push_back(addCard(facts->cards[i].title));
        m_cards[i]->setFacts(facts->cards[i].facts);
        m_cards[i]->setEdit(facts->cards[i].edit);
        if (facts->cards[i].hiddenIfEmpty)
            setShown(m_cards[i], !facts->cards[i].facts.empty());
    }
    m_shown = facts->cards;
}

FactGrid *FactsBody::addCard(const QString &title)
{
    auto *card = new FactGrid(m_ui.theme, title, this);
    connect(card, &FactGrid::linkClicked, this, [this](const QString &link) {
        if (const auto route = Route::fromLink(link))
            Q_EMIT navigate(*route);
    });
    connect(card, &FactGrid::editRequested, this, &FactsBody::edit);
    m_grid->add(card);
    return card;
}

void FactsBody::setShown(FactGrid *card, bool shown)
{
    m_grid->setShown(card, shown);
}

void FactsBody::show(const QString &detail)
{
    if (detail.section(u'/', 0, 0) == "facts"_L1)
        edit(detail.section(u'/', 1));
}

void FactsBody::edit(const QString &key)
{
    const operations::Action *action = operations::actionNamed(key);
    const auto shown = std::ranges::find_if(m_shown, [&](const FactCard &card) {
        return card.edit.key == key || std::ranges::any_of(card.facts, [&](const auto &fact) {
                   return fact.edit.key == key;
               });
    });
    if (!action || shown == m_shown.end())
        return;
    FactGrid *card = m_cards[static_cast<std::size_t>(shown - m_shown.begin())];
    if (card->edited() == key || !action->obstacle(situation(m_ui), m_id).isEmpty())
        return;
    auto *editor = new DetailEditor(m_ui, *action, m_id);
    connect(editor, &DetailEditor::closed, this, [this, card] {
        update(); // its button is enabled again, and can take the focus
        card->closeEditor();
    });
    card->openEditor(key, editor);
}

} // namespace oriel::ui
