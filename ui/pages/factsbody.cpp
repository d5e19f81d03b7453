#include "ui/pages/factsbody.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actionbar.h"
#include "ui/widgets/cardgrid.h"
#include "ui/widgets/resourcehead.h"

#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

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
        m_head->setActions(new ActionBar(m_ui.theme, m_actions->toolbar(), m_head));
        connect(m_actions, &RowActions::navigate, this, &ResourceBody::navigate);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    layout->setSpacing(metrics::gap + metrics::unit);
    layout->addWidget(m_head);
    layout->addWidget(m_grid, 1);
    setFocusProxy(m_grid);
    connect(&ui.theme, &Theme::changed, this, &FactsBody::update);
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
        if (i == m_cards.size()) {
            auto *card = new FactGrid(m_ui.theme, facts->cards[i].title, this);
            connect(card, &FactGrid::linkClicked, this, [this](const QString &link) {
                if (const auto route = Route::fromLink(link))
                    Q_EMIT navigate(*route);
            });
            m_grid->add(card);
            m_cards.push_back(card);
        }
        m_cards[i]->setFacts(facts->cards[i].facts);
    }
}

} // namespace oriel::ui
