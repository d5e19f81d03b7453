#pragma once

#include "forms/serveractions.h"
#include "ui/actions/rowactions.h"
#include "ui/uicontext.h"

#include <QtGui/QAction>

class QMenu;
class QWidget;

namespace oriel::operations {
class Operation;
}

namespace oriel::ui {

/// What can be done with volumes, the same from the Volumes page and the instance's Volumes tab:
/// the action, whether it can be done now and why not, the dialog before it, and the start of its
/// operation.
class VolumeActionsController final : public RowActions
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, and the shortcut works within it.
    VolumeActionsController(const UiContext &ui, QWidget *window);

    void setIds(const QStringList &ids) override;

    [[nodiscard]] QAction *createSnapshotAction() const { return m_createSnapshot; }
    void fillMenu(QMenu &menu) const override;
    [[nodiscard]] std::vector<Button> toolbar() const override;

private:
    void update();
    void createSnapshot();
    [[nodiscard]] forms::Availability availabilityOf(const QString &id) const;

    UiContext m_ui;
    QWidget *m_window;
    QAction *m_createSnapshot;
    QStringList m_ids;
};

} // namespace oriel::ui
