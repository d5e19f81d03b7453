#pragma once

#include "ui/actions/rowactions.h"
#include "ui/uicontext.h"

#include <QtCore/QObject>

#include <map>

class QMenu;

namespace oriel::ui {

struct RowItem;

/// The menus of resources outside their lists: the actions that their lists offer. Without
/// shortcuts, since nothing is selected here.
class ResourceMenus final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over the window of `page`, which becomes the parent.
    ResourceMenus(const UiContext &ui, QWidget *page);

    void fill(const RowItem &row, QMenu &menu);

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    UiContext m_ui;
    QWidget *m_unseen; ///< the keys of actions work only where their widget is visible
    std::map<Kind, RowActions *> m_actions;
};

} // namespace oriel::ui
