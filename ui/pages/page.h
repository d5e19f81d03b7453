#pragma once

#include "ui/navigation/crumb.h"

#include <QtWidgets/QWidget>

#include <vector>

namespace oriel::ui {

/// What stands in the centre of the window. A page holds its store::Subscription only between
/// entered() and left(), so that nothing is polled that nobody sees.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Called when the page comes into view, and again with another route to the same page (select
    /// the row, the tab).
    virtual void entered(const Route &route) = 0;
    virtual void left() = 0;

    [[nodiscard]] virtual std::vector<Crumb> crumbs() const = 0;
    /// For the line at the bottom: how many rows, how old ("40 instances · data as of 12 s ago").
    /// Empty: nothing.
    [[nodiscard]] virtual QString statusText() const = 0;
    /// F5.
    virtual void refresh() = 0;
    /// Ctrl+F: puts the focus into the filter; does nothing where there is none.
    virtual void focusFilter() {}

Q_SIGNALS:
    /// The person wants to go somewhere.
    void navigate(const oriel::ui::Route &route);
    /// crumbs() or statusText() have changed.
    void headingChanged();
};

} // namespace oriel::ui
