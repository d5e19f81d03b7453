#pragma once

#include "ui/actions/rowaction.h"
#include "ui/actions/rowactions.h"
#include "ui/uicontext.h"

#include <memory>

class QShortcut;

namespace oriel::ui {

/// Makes QActions, menus and toolbars of values, and keeps them enabled, or disabled with the
/// reason as their tool tip.
class ActionsController final : public RowActions
{
    Q_OBJECT

public:
    /// What can be done, and with what flows; these report to `owner` what they have started.
    using Make =
        std::function<RowActionList(const UiContext &ui, QWidget *window, RowActions *owner)>;

    /// Dialogs open over `window`, a page or a part of one. The shortcuts work as long as it is
    /// visible, wherever the focus is; that of a disabled action tells why, as a status tip.
    ActionsController(const UiContext &ui, QWidget *window, const Make &make);

    void setIds(const QStringList &ids) override;
    void fillMenu(QMenu &menu) const override;
    [[nodiscard]] std::vector<Button> toolbar() const override;

    /// The action with this object name; null where there is none.
    [[nodiscard]] QAction *action(QStringView name) const;

private:
    struct Entry
    {
        RowAction value;
        QAction *action = nullptr;
        QShortcut *instead = nullptr; ///< takes the keys while the action is disabled
    };
    void add(RowAction value);
    void update();
    void show(const Entry &entry, const QString &reason);
    [[nodiscard]] QString reasonAgainst(const RowAction &value) const;

    QWidget *m_window;
    QString m_nothingSelected;
    std::vector<Entry> m_entries;
    QStringList m_ids;
};

} // namespace oriel::ui
