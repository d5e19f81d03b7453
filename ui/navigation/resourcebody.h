#pragma once

#include "ui/navigation/route.h"

#include <QtWidgets/QWidget>

namespace oriel::ui {

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

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
};

} // namespace oriel::ui
