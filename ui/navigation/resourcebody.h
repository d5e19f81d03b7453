#pragma once

#include "ui/navigation/route.h"

#include <QtCore/QList>
#include <QtWidgets/QWidget>

class QAction;

namespace oriel::ui {

class ListPanel;

/// The content of a resource's page while the resource exists.
class ResourceBody : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Selects a tab and, after a slash, a row there (Route::detail); empty: no change.
    virtual void show(const QString & /*detail*/) {}
    /// The resource has changed in its store.
    virtual void update() = 0;
    /// Loads data that is in no store.
    virtual void refresh() {}
    virtual void focusFilter() {}
    /// The actions on the resource.
    [[nodiscard]] virtual QList<QAction *> commands() const { return {}; }
    /// The visible list; null: none.
    [[nodiscard]] virtual const ListPanel *shownList() const { return nullptr; }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// The selection of the visible list has changed, or another list is visible.
    void selectionChanged();
};

} // namespace oriel::ui
