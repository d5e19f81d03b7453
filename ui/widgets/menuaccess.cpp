#include "ui/widgets/menuaccess.h"

#include <QtCore/QPointer>
#include <QtGui/QAccessible>
#include <QtGui/QAction>
#include <QtGui/QWindow>
#include <QtWidgets/QMenu>

#include <algorithm>

namespace oriel::ui {

namespace {

/// An entry of the menu that is open. Qt's own interface has no description, which is where the
/// reason of a disabled entry belongs.
class EntryAccess final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    explicit EntryAccess(QAction &entry) : m_entry(&entry) {}

    [[nodiscard]] bool isValid() const override { return m_entry && menu(); }
    [[nodiscard]] QObject *object() const override { return m_entry; }
    [[nodiscard]] QWindow *window() const override
    {
        return menu() ? menu()->window()->windowHandle() : nullptr;
    }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(menu());
    }
    [[nodiscard]] int childCount() const override { return m_entry->menu() ? 1 : 0; }
    [[nodiscard]] QAccessibleInterface *child(int index) const override
    {
        return index == 0 && m_entry->menu()
                   ? QAccessible::queryAccessibleInterface(m_entry->menu())
                   : nullptr;
    }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *of) const override
    {
        return of && m_entry->menu() && of->object() == m_entry->menu() ? 0 : -1;
    }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        switch (kind) {
        case QAccessible::Name:
            return name();
        case QAccessible::Description:
            return m_entry->toolTip() == name() || m_entry->toolTip() == m_entry->iconText()
                       ? QString()
                       : m_entry->toolTip();
        case QAccessible::Accelerator:
            return m_entry->shortcut().toString(QKeySequence::NativeText);
        default:
            return {};
        }
    }
    void setText(QAccessible::Text, const QString &) override {}
    [[nodiscard]] QRect rect() const override
    {
        const QMenu *owner = menu();
        if (!owner || !owner->isVisible())
            return {};
        const QRect place = owner->actionGeometry(m_entry);
        return {owner->mapToGlobal(place.topLeft()), place.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override
    {
        return m_entry->isSeparator() ? QAccessible::Separator : QAccessible::MenuItem;
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        const QMenu *owner = menu();
        const bool open = owner && owner->isVisible();
        QAccessible::State state;
        state.invisible = !open || !m_entry->isVisible();
        state.disabled = !m_entry->isEnabled();
        state.checkable = m_entry->isCheckable();
        state.checked = m_entry->isChecked();
        state.hasPopup = m_entry->menu() != nullptr;
        state.focusable = true;
        state.focused = open && owner->activeAction() == m_entry;
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface
                   ? static_cast<QAccessibleActionInterface *>(this)
                   : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        if (m_entry->isSeparator() || !m_entry->isEnabled())
            return {};
        return {m_entry->menu() ? showMenuAction() : pressAction()};
    }
    void doAction(const QString &action) override
    {
        if (!actionNames().contains(action))
            return;
        if (m_entry->menu())
            menu()->setActiveAction(m_entry); // opens its menu
        else
            m_entry->trigger();
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    /// The one that is visible, among those that have the entry.
    [[nodiscard]] QMenu *menu() const
    {
        QMenu *first = nullptr;
        for (QObject *place : m_entry->associatedObjects()) {
            auto *menu = qobject_cast<QMenu *>(place);
            if (menu && menu->isVisible())
                return menu;
            if (!first)
                first = menu;
        }
        return first;
    }
    /// Without the mark of its key.
    [[nodiscard]] QString name() const
    {
        QString text = m_entry->text();
        for (qsizetype at = text.indexOf(u'&'); at >= 0; at = text.indexOf(u'&', at + 1))
            text.remove(at, 1);
        return text;
    }

    QPointer<QAction> m_entry;
};

/// Otherwise assistive technology would look for an entry in the first menu that it was in, also
/// when that menu is gone.
void forgetEntriesWhenHidden(QMenu &menu)
{
    const auto forget = [&menu] {
        for (QAction *entry : menu.actions()) {
            if (QAccessibleInterface *access = QAccessible::queryAccessibleInterface(entry))
                QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(access));
        }
    };
    // Later: it can be an entry's own action that hides the menu.
    QObject::connect(&menu, &QMenu::aboutToHide, &menu, forget, Qt::QueuedConnection);
}

} // namespace

QAccessibleInterface *menuInterface(const QString &className, QObject *object)
{
    if (className == QLatin1String("QMenu")) {
        if (auto *menu = qobject_cast<QMenu *>(object)) {
            QObject::connect(menu, &QMenu::triggered, menu, &QWidget::close);
            forgetEntriesWhenHidden(*menu);
        }
        return nullptr; // Qt asks the next factory
    }
    if (className == QLatin1String("QAction")) {
        auto *entry = qobject_cast<QAction *>(object);
        const auto places = entry ? entry->associatedObjects() : QList<QObject *>();
        const bool isInMenu = std::any_of(places.begin(), places.end(), [](QObject *place) {
            return qobject_cast<QMenu *>(place) != nullptr;
        });
        return isInMenu ? new EntryAccess(*entry) : nullptr;
    }
    return nullptr;
}

} // namespace oriel::ui
