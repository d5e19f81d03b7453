#pragma once

#include "ui/navigation/route.h"
#include "ui/widgets/actionbar.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <vector>

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

    /// The resources to act on. `noneReason`: why there is none although rows are selected, a
    /// sentence; empty: none is selected.
    void setIds(const QStringList &ids, const QString &noneReason = {})
    {
        m_noneReason = noneReason;
        actOn(ids);
    }
    virtual void fillMenu(QMenu &menu) const = 0;
    [[nodiscard]] QList<QAction *> actions() const
    {
        QList<QAction *> all;
        for (const ToolbarAction &one : toolbar())
            all.append(one.action);
        return all;
    }
    /// The reason if a part of a snapshot with this name is selected.
    [[nodiscard]] static QString partReason(const QString &snapshot);
    /// All of them, in the order of the menu; owned by the RowActions.
    [[nodiscard]] virtual std::vector<ToolbarAction> toolbar() const = 0;

Q_SIGNALS:
    /// An operation on one of the resources was started.
    void started(oriel::operations::Operation *operation);
    /// The user follows a link in a dialog.
    void navigate(const oriel::ui::Route &route);

protected:
    virtual void actOn(const QStringList &ids) = 0;
    [[nodiscard]] const QString &noneReason() const { return m_noneReason; }

private:
    QString m_noneReason;
};

} // namespace oriel::ui
