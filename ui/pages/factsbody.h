#pragma once

#include "models/words.h"
#include "ui/navigation/resourcebody.h"
#include "ui/pages/listpagespec.h"
#include "ui/widgets/factgrid.h"

namespace oriel::ui {

class CardGrid;
class ResourceHead;
class RowActions;

/// One heading with facts. FactGrid::Fact::link is a Route::link().
struct FactCard
{
    QString title;
    std::vector<FactGrid::Fact> facts;
    FactGrid::Edit edit{};      ///< of all facts together
    bool hiddenIfEmpty = false; ///< it belongs only to some resources of the kind
};

/// A resource's facts: its own, what it belongs to, and what depends on it.
struct ResourceFacts
{
    QString name;
    models::StatusWord status;
    std::vector<FactCard> cards; ///< the number must not change
};

/// How an action with Action::Form::InPlace edits a fact of the resource with this ID.
[[nodiscard]] FactGrid::Edit editOf(const UiContext &ui, const QString &action, const QString &id);

/// A page of facts: name, status and actions, and a card for each group of facts. What the user can
/// change is edited in its place. GUI thread.
class FactsBody final : public ResourceBody
{
    Q_OBJECT

public:
    using Make = std::optional<ResourceFacts> (*)(const UiContext &ui, const QString &id);

    FactsBody(const UiContext &ui, const ListPageSpec &spec, QString id, Make make,
              QWidget *parent);

    void update() override;
    /// "facts/rename-volume": opens the editor of what this action changes.
    void show(const QString &detail) override;
    [[nodiscard]] QList<QAction *> commands() const override;
    /// A card behind the others, with facts from elsewhere.
    FactGrid *addCard(const QString &title);
    void setShown(FactGrid *card, bool shown);

private:
    void edit(const QString &action);

    UiContext m_ui;
    QString m_id;
    Make m_make;
    ResourceHead *m_head;
    RowActions *m_actions = nullptr;
    CardGrid *m_grid;
    std::vector<FactGrid *> m_cards;
    std::vector<FactCard> m_shown; ///< with their edits
};

/// ResourcePageSpec::body for a page of facts.
[[nodiscard]] inline auto factsBody(FactsBody::Make make)
{
    return [make](const UiContext &ui, const ListPageSpec &spec, const QString &id,
                  QWidget *parent) -> ResourceBody * {
        return new FactsBody(ui, spec, id, make, parent);
    };
}

} // namespace oriel::ui
