#pragma once

#include "forms/serveractions.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>
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
class VolumeActionsController final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over `window`, and the shortcut works within it.
    VolumeActionsController(const UiContext &ui, QWidget *window);

    /// The volumes that the actions are about.
    void setVolumes(const QStringList &ids);

    [[nodiscard]] QAction *createSnapshotAction() const { return m_createSnapshot; }
    void fillMenu(QMenu &menu) const;

Q_SIGNALS:
    /// An operation on one of them has been started.
    void started(oriel::operations::Operation *operation);

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
