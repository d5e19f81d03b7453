#pragma once

#include "ui/navigation/route.h"

#include <QtWidgets/QWidget>

namespace oriel::ui {

/// What the page of one resource shows while the resource exists.
class ResourceBody : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Goes to a tab and, after a slash, a row there (Route::detail); empty: stays where it is.
    virtual void show(const QString & /*detail*/) {}
    /// The resource has changed in its store.
    virtual void update() = 0;
    /// Loads what is in no store.
    virtual void refresh() {}
    virtual void focusFilter() {}

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
};

} // namespace oriel::ui
