#pragma once

#include "ui/actions/rowactions.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <map>

class QMenu;

namespace oriel::ui {

struct RowItem;

/// The menus of resources outside their lists, with the actions of their lists; without shortcuts,
/// because nothing is selected there.
class ResourceMenus final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over `page`, which becomes the parent.
    ResourceMenus(const UiContext &ui, QWidget *page);

    void fill(const RowItem &row, QMenu &menu);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    UiContext m_ui;
    QWidget *m_unseen; ///< hidden, so that the shortcuts of the actions do not work
    std::map<Kind, RowActions *> m_actions;
};

} // namespace oriel::ui
