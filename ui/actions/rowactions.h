#pragma once

#include "ui/navigation/route.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <vector>

class QAction;
class QMenu;

namespace oriel::operations {
class Operation;
}

namespace oriel::ui {

/// The actions on resources of one kind, shared by the toolbar, the row menu and the keyboard:
/// whether they are possible now and why not, the dialogs, and the start of their operations. GUI
/// thread.
class RowActions : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// An action of the toolbar.
    struct Button
    {
        QAction *action = nullptr; ///< owned by the RowActions
        QString icon;
        bool primary = false;
    };

    /// The resources to act on.
    virtual void setIds(const QStringList &ids) = 0;
    virtual void fillMenu(QMenu &menu) const = 0;
    /// The toolbar, from left to right.
    [[nodiscard]] virtual std::vector<Button> toolbar() const = 0;

Q_SIGNALS:
    /// An operation on one of the resources was started.
    void started(oriel::operations::Operation *operation);
    /// The user follows a link in a dialog.
    void navigate(const oriel::ui::Route &route);
};

} // namespace oriel::ui
