#include "ui/widgets/roleaccess.h"

#include "ui/theme/look.h"
#include "ui/widgets/choicegroup.h"
#include "ui/widgets/linkbutton.h"

#include <QtGui/QKeySequence>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAccessibleWidget>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

#include <algorithm>

namespace oriel::ui {

namespace {

class HeadingAccess final : public QAccessibleWidget
{
public:
    explicit HeadingAccess(QLabel &label) : QAccessibleWidget(&label, QAccessible::Heading) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        const QString text = QAccessibleWidget::text(kind);
        return kind == QAccessible::Name && text.isEmpty()
                   ? static_cast<const QLabel *>(widget())->text()
                   : text;
    }
};

class GaugeAccess final : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    GaugeAccess(QWidget &widget, const Gauge &gauge)
        : QAccessibleWidget(&widget, QAccessible::ProgressBar)
        , m_gauge(gauge)
    {}

    [[nodiscard]] QVariant currentValue() const override { return std::max(0.0, m_gauge.share()); }
    void setCurrentValue(const QVariant &) override {}
    [[nodiscard]] QVariant maximumValue() const override { return 1.0; }
    [[nodiscard]] QVariant minimumValue() const override { return 0.0; }
    [[nodiscard]] QVariant minimumStepSize() const override { return 0.0; }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface *>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }

private:
    const Gauge &m_gauge;
};

/// Does what a click does. Qt's own interface checks a button without a click, and opens a menu in
/// a call that returns when the menu has closed again.
class ButtonAccess final : public QAccessibleWidget
{
public:
    explicit ButtonAccess(QAbstractButton &button) : QAccessibleWidget(&button) {}

    [[nodiscard]] QAccessible::Role role() const override
    {
        if (menu())
            return QAccessible::ButtonMenu;
        if (qobject_cast<const LinkButton *>(widget()))
            return QAccessible::Link;
        if (!button().isCheckable())
            return QAccessible::Button;
        return button().autoExclusive() ? QAccessible::RadioButton : QAccessible::CheckBox;
    }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        const QString text = QAccessibleWidget::text(kind);
        return kind == QAccessible::Name && text.isEmpty() ? withoutMnemonic(button().text())
                                                           : text;
    }

    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        const auto *box = qobject_cast<const QCheckBox *>(&button());
        const auto *push = qobject_cast<const QPushButton *>(&button());
        state.checkable = button().isCheckable();
        state.checked = button().isChecked();
        state.checkStateMixed = box && box->checkState() == Qt::PartiallyChecked;
        state.pressed = button().isDown();
        state.hasPopup = menu() != nullptr;
        state.defaultButton = push && push->isDefault();
        return state;
    }

    [[nodiscard]] QStringList actionNames() const override
    {
        QStringList names = QAccessibleWidget::actionNames();
        if (button().isEnabled())
            names.prepend(ownAction());
        return names;
    }

    void doAction(const QString &name) override
    {
        if (name != ownAction())
            QAccessibleWidget::doAction(name);
        else if (menu())
            QMetaObject::invokeMethod(widget(), "showMenu", Qt::QueuedConnection);
        else if (button().isEnabled())
            button().click();
    }

    [[nodiscard]] QStringList keyBindingsForAction(const QString &name) const override
    {
        return name == ownAction() && !button().shortcut().isEmpty()
                   ? QStringList(button().shortcut().toString())
                   : QStringList();
    }

private:
    [[nodiscard]] QAbstractButton &button() const
    {
        return static_cast<QAbstractButton &>(*widget());
    }
    [[nodiscard]] QMenu *menu() const
    {
        if (const auto *tool = qobject_cast<const QToolButton *>(widget()))
            return tool->menu();
        const auto *push = qobject_cast<const QPushButton *>(widget());
        return push ? push->menu() : nullptr;
    }
    [[nodiscard]] QString ownAction() const
    {
        return menu() ? showMenuAction() : button().isCheckable() ? toggleAction() : pressAction();
    }
    /// "&Name" is shown as "Name", and "A && B" as "A & B".
    static QString withoutMnemonic(QString text)
    {
        for (qsizetype at = text.indexOf(u'&'); at >= 0; at = text.indexOf(u'&', at + 1))
            text.remove(at, 1);
        return text;
    }
};

QAccessibleInterface *roleInterface(const QString &className, QObject *object)
{
    if (className == QLatin1String("QLabel")) {
        auto *label = qobject_cast<QLabel *>(object);
        return label && isHeading(*label) ? new HeadingAccess(*label) : nullptr;
    }
    if (className == QLatin1String("QPushButton") || className == QLatin1String("QToolButton") ||
        className == QLatin1String("QCheckBox") || className == QLatin1String("QRadioButton")) {
        auto *button = qobject_cast<QAbstractButton *>(object);
        return button ? new ButtonAccess(*button) : nullptr;
    }
    if (className == QLatin1String("QWidget")) {
        if (const auto *gauge = dynamic_cast<const Gauge *>(object))
            return new GaugeAccess(*static_cast<QWidget *>(object), *gauge);
        auto *group = dynamic_cast<ChoiceGroup *>(object);
        return group ? new QAccessibleWidget(group, QAccessible::Grouping) : nullptr;
    }
    return nullptr; // Qt asks the next factory
}

} // namespace

void makeRolesAccessible()
{
    QAccessible::installFactory(&roleInterface);
}

} // namespace oriel::ui
