#include "ui/dialogs/datefield.h"

#include "ui/theme/theme.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtGui/QTextCharFormat>
#include <QtWidgets/QCalendarWidget>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOptionComboBox>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

/// With a frame: the popup has none, and lies on a dialog of the same color.
class Calendar final : public QCalendarWidget
{
public:
    explicit Calendar(Theme &theme) : m_theme(theme)
    {
        setContentsMargins(1, 1, 1, 1);
        setVerticalHeaderFormat(NoVerticalHeader);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.color(Theme::Color::Line));
    }

private:
    Theme &m_theme;
};

} // namespace

DateField::DateField(Theme &theme, QWidget *parent) : QDateEdit(parent), m_theme(theme)
{
    setCalendarPopup(true);
    setCalendarWidget(new Calendar(theme));
    setDisplayFormat(u"yyyy-MM-dd"_s);
    // The size hint has no space for the calendar's arrow.
    setMinimumWidth(fontMetrics().horizontalAdvance(u"0000-00-00"_s) + 4 * metrics::pad);
    connect(&theme, &Theme::changed, this, &DateField::paintCalendar);
    paintCalendar();
}

void DateField::paintCalendar()
{
    QTextCharFormat day;
    day.setForeground(m_theme.color(Theme::Color::TextPrimary));
    for (const Qt::DayOfWeek weekend : {Qt::Saturday, Qt::Sunday})
        calendarWidget()->setWeekdayTextFormat(weekend, day);
    QTextCharFormat header;
    header.setForeground(m_theme.color(Theme::Color::TextSecondary));
    calendarWidget()->setHeaderTextFormat(header);
    // The days of other months, which can be chosen, too.
    QPalette palette = calendarWidget()->palette();
    palette.setColor(QPalette::Disabled, QPalette::Text,
                     m_theme.color(Theme::Color::TextSecondary));
    calendarWidget()->setPalette(palette);
    // The names that Qt gives them.
    for (const auto &[name, icon] : {std::pair(u"qt_calendar_prevmonth"_s, u"arrow-left"_s),
                                     std::pair(u"qt_calendar_nextmonth"_s, u"arrow-right"_s)}) {
        if (auto *button = calendarWidget()->findChild<QToolButton *>(name))
            button->setIcon(m_theme.icon(icon));
    }
}

void DateField::keyPressEvent(QKeyEvent *event)
{
    const bool opens =
        (event->key() == Qt::Key_Down && event->modifiers().testFlag(Qt::AltModifier)) ||
        (event->key() == Qt::Key_F4 && event->modifiers() == Qt::NoModifier);
    if (opens)
        openCalendar();
    else
        QDateEdit::keyPressEvent(event);
}

/// Qt has no function for it: only a press on the arrow opens it.
void DateField::openCalendar()
{
    QStyleOptionComboBox option;
    option.initFrom(this);
    option.editable = true;
    option.subControls = QStyle::SC_All;
    const QPointF arrow =
        style()
            ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxArrow, this)
            .center();
    QMouseEvent press(QEvent::MouseButtonPress, arrow, mapToGlobal(arrow), Qt::LeftButton,
                      Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(this, &press);
}

} // namespace oriel::ui
