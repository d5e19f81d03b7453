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
    /// What can be done with the resource.
    [[nodiscard]] virtual QList<QAction *> commands() const { return {}; }
    /// The list that is shown; null: none.
    [[nodiscard]] virtual const ListPanel *shownList() const { return nullptr; }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// Other rows of the list are selected, or another list is shown.
    void selectionChanged();
};

} // namespace oriel::ui
