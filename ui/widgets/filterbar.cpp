#include "ui/widgets/filterbar.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actionbar.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QAction>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolButton>

#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int iconAlone =
    metrics::rowHeight + metrics::gap; ///< the width of a tool button without text

} // namespace

/// The search field: Down and Enter move to the table, Escape clears the field.
class FilterBar::Field final : public QLineEdit
{
public:
    Field(FilterBar &bar, const QString &words) : QLineEdit(&bar), m_bar(bar), m_words(words) {}

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QLineEdit::resizeEvent(event);
        // Space for the icon before the text, the frame and the cursor.
        const int space = width() - fontMetrics().height() - 56;
        setPlaceholderText(
            fontMetrics().horizontalAdvance(m_words) <= space ? m_words : FilterBar::tr("Filter"));
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Escape && !text().isEmpty())
            clear();
        else if (event->key() == Qt::Key_Down)
            Q_EMIT m_bar.leaveDown();
        else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            Q_EMIT m_bar.entered();
        else
            QLineEdit::keyPressEvent(event);
    }

private:
    FilterBar &m_bar;
    QString m_words; ///< the whole placeholder
};

FilterBar::FilterBar(Theme &theme, const QString &placeholder, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_field(new Field(*this, placeholder))
    , m_glass(new QAction(this))
    , m_layout(new QHBoxLayout(this))
{
    m_field->setObjectName(u"filterField"_s);
    m_field->setAccessibleName(placeholder);
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumWidth(160);
    m_field->setMaximumWidth(360);
    m_field->addAction(m_glass, QLineEdit::LeadingPosition);
    m_glass->setText(placeholder);
    connect(m_glass, &QAction::triggered, m_field, qOverload<>(&QWidget::setFocus));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(metrics::gap);
    m_layout->addWidget(m_field, 1);
    m_layout->addStretch(1);
    connect(m_field, &QLineEdit::textChanged, this, &FilterBar::textChanged);
    connect(&theme, &Theme::changed, this, &FilterBar::paintIcon);
    paintIcon();
}

void FilterBar::paintIcon()
{
    m_glass->setIcon(m_theme.icon(u"search"_s, Theme::Color::TextSecondary));
}

QComboBox *FilterBar::addFacet(const QString &label, const QString &objectName)
{
    auto *words = new QLabel(label, this);
    auto *choice = new QComboBox(this);
    choice->setObjectName(objectName);
    choice->setAccessibleName(label);
    words->setBuddy(choice);
    setSecondary(words);
    const int place = 1 + 2 * static_cast<int>(m_facets.size());
    m_layout->insertWidget(place, words);
    m_layout->insertWidget(place + 1, choice);
    m_facets.push_back(choice);
    return choice;
}

void FilterBar::addAtEnd(QWidget *widget)
{
    m_layout->addWidget(widget);
    if (auto *tool = qobject_cast<QToolButton *>(widget))
        m_tools.push_back(tool);
}

void FilterBar::setActions(ActionBar *actions)
{
    m_actions = actions;
    m_layout->addWidget(actions);
}

/// The minimum width of everything but the actions, with a gap behind it.
int FilterBar::widthOfOthers() const
{
    int sum = 0;
    for (int i = 0; i < m_layout->count(); ++i) {
        const QWidget *widget = m_layout->itemAt(i)->widget();
        if (!widget || widget->isHidden() || widget == m_actions)
            continue;
        sum += metrics::gap +
               (widget == m_field ? m_field->minimumWidth() : widget->sizeHint().width());
    }
    return sum;
}

void FilterBar::fit()
{
    const int actions = m_actions ? m_actions->sizeHint().width() : 0;
    for (const auto style : {Qt::ToolButtonTextBesideIcon, Qt::ToolButtonIconOnly}) {
        for (QToolButton *tool : m_tools)
            tool->setToolButtonStyle(style);
        if (widthOfOthers() + actions <= width())
            break;
    }
    if (m_actions)
        m_actions->fitInto(width() - widthOfOthers());
}

bool FilterBar::event(QEvent *event)
{
    // A layout request comes when something was shown, hidden, or has another text.
    if ((event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) &&
        !std::exchange(m_fitting, true)) {
        fit();
        m_layout->activate(); // without another layout request for what was tried
        QCoreApplication::removePostedEvents(this, QEvent::LayoutRequest);
        m_fitting = false;
    }
    return QWidget::event(event);
}

QSize FilterBar::minimumSizeHint() const
{
    int sum = m_actions ? m_actions->minimumSizeHint().width() : -metrics::gap;
    for (int i = 0; i < m_layout->count(); ++i) {
        const QWidget *widget = m_layout->itemAt(i)->widget();
        if (!widget || widget->isHidden() || widget == m_actions)
            continue;
        const bool tool = qobject_cast<const QToolButton *>(widget) != nullptr;
        sum += metrics::gap + (tool                ? iconAlone
                               : widget == m_field ? m_field->minimumWidth()
                                                   : widget->minimumSizeHint().width());
    }
    return {sum, QWidget::minimumSizeHint().height()};
}

QString FilterBar::text() const
{
    return m_field->text();
}

void FilterBar::clearAll()
{
    for (QComboBox *facet : m_facets)
        facet->setCurrentIndex(0);
    m_field->clear();
}

void FilterBar::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

} // namespace oriel::ui
