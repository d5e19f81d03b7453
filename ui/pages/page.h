#pragma once

#include "operations/journal/journalentry.h"
#include "ui/navigation/crumb.h"

#include <QtCore/QList>
#include <QtWidgets/QWidget>

#include <vector>

class QAction;

namespace oriel::ui {

/// The content of the window. A page holds its store::Subscription only between entered() and
/// left(), so that nothing invisible is polled.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Called when the page becomes visible, and again with another route to the same page (to
    /// select a row or a tab).
    virtual void entered(const Route &route) = 0;
    virtual void left() = 0;

    [[nodiscard]] virtual std::vector<Crumb> crumbs() const = 0;
    /// For the status line: the number of rows and their age ("40 instances · updated 12 s
    /// ago"). Empty: nothing.
    [[nodiscard]] virtual QString statusText() const = 0;
    /// F5.
    virtual void refresh() = 0;
    /// Ctrl+F: focuses the filter, if there is one.
    virtual void focusFilter() {}
    /// The width from which on more would not show more. A wide window gives a page that width, or
    /// the usual maximum if it is larger.
    [[nodiscard]] virtual int usefulWidth() const { return 0; }
    /// The actions on what is selected or shown, for the global search.
    [[nodiscard]] virtual QList<QAction *> commands() const { return {}; }

Q_SIGNALS:
    /// The user navigates elsewhere.
    void navigate(const oriel::ui::Route &route);
    /// The same, to a resource of another project of this cloud and region.
    void navigateIn(const oriel::operations::JournalScope &scope, const oriel::ui::Route &route);
    /// crumbs() or statusText() have changed.
    void headingChanged();
};

} // namespace oriel::ui
