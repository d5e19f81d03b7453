#include "ui/widgets/choicemenu.h"

#include "ui/theme/theme.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QWidgetAction>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int many = 10; ///< from this number of choices on, there is a filter

} // namespace

ChoiceMenu::ChoiceMenu(QString placeholder, QWidget *parent)
    : QMenu(parent)
    , m_placeholder(std::move(placeholder))
{}

QList<QAction *> ChoiceMenu::choices() const
{
    QList<QAction *> all = actions();
    all.removeIf([](const QAction *action) { return !action->isCheckable(); });
    return all;
}

void ChoiceMenu::actionEvent(QActionEvent *event)
{
    QMenu::actionEvent(event);
    if (event->type() == QEvent::ActionChanged || std::exchange(m_posted, true))
        return;
    QMetaObject::invokeMethod(this, &ChoiceMenu::update, Qt::QueuedConnection);
}

void ChoiceMenu::update()
{
    m_posted = false;
    if (choices().size() < many || m_action) {
        filter();
        return;
    }
    auto *around = new QWidget(this);
    auto *layout = new QHBoxLayout(around);
    layout->setContentsMargins(metrics::gap, metrics::unit, metrics::gap, metrics::unit);
    m_field = new QLineEdit(around);
    m_field->setObjectName(u"choiceFilter"_s);
    m_field->setPlaceholderText(m_placeholder);
    m_field->setAccessibleName(m_placeholder);
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, [this] {
        filter();
        highlightFirst();
    });
    layout->addWidget(m_field);
    m_action = new QWidgetAction(this);
    m_action->setDefaultWidget(around);
    insertAction(actions().constFirst(), m_action);
    if (isVisible())
        m_field->setFocus(Qt::PopupFocusReason);
}

void ChoiceMenu::filter()
{
    const QString text = m_field ? m_field->text().trimmed() : QString();
    for (QAction *choice : choices())
        choice->setVisible(choice->text().contains(text, Qt::CaseInsensitive));
}

void ChoiceMenu::highlightFirst()
{
    if (m_field->text().trimmed().isEmpty())
        return;
    const QList<QAction *> all = choices();
    const auto first = std::ranges::find_if(
        all, [](const QAction *choice) { return choice->isVisible() && choice->isEnabled(); });
    setActiveAction(first == all.end() ? nullptr : *first);
}

void ChoiceMenu::showEvent(QShowEvent *event)
{
    QMenu::showEvent(event);
    if (!m_field)
        return;
    m_field->clear();
    m_field->setFocus(Qt::PopupFocusReason);
}

bool ChoiceMenu::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Escape:
            QMenu::keyPressEvent(static_cast<QKeyEvent *>(event));
            return true;
        default:
            break;
        }
    }
    return QMenu::eventFilter(watched, event);
}

} // namespace oriel::ui
