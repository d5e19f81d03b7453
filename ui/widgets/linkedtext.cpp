#include "ui/widgets/linkedtext.h"

#include "ui/theme/look.h"
#include "ui/widgets/linkbutton.h"

#include <QtCore/QEvent>
#include <QtCore/QtMath>
#include <QtGui/QTextLayout>
#include <QtWidgets/QLabel>

#include <algorithm>

namespace oriel::ui {

namespace {

/// How far the last line of a wrapped text reaches.
int lastLineWidth(const QLabel &label, int width)
{
    QString text = label.text();
    text.replace(u'\n', QChar::LineSeparator);
    QTextLayout layout(text, label.font());
    layout.beginLayout();
    qreal reaches = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        reaches = line.naturalTextWidth();
    }
    layout.endLayout();
    return qCeil(reaches);
}

} // namespace

LinkedText::LinkedText(QWidget *parent)
    : QWidget(parent)
    , m_text(makeLabel({}, TextSize::Body, this))
    , m_link(new LinkButton(this))
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setContentsMargins(LinkButton::ring, 0, 0, 0);
    m_text->setWordWrap(true);
    setTextSize(m_link, TextSize::Body);
    m_link->setUnderlined(true);
    m_link->hide();
    connect(m_link, &LinkButton::clicked, this, &LinkedText::linkFollowed);
}

void LinkedText::setText(const QString &text, const QString &link)
{
    m_text->setText(text);
    m_link->setWords(link);
    m_link->setVisible(!link.isEmpty());
    place();
    updateGeometry();
}

QString LinkedText::text() const
{
    return m_link->words().isEmpty() ? m_text->text() : m_text->text() + u' ' + m_link->words();
}

LinkedText::Places LinkedText::places(int width) const
{
    const QMargins margins = contentsMargins();
    const int inside = std::max(0, width - margins.left() - margins.right());
    const int below = m_text->heightForWidth(inside);
    Places places{.text = QRect(margins.left(), 0, inside, below), .link = {}};
    if (m_link->words().isEmpty())
        return places;
    const QSize link = m_link->sizeHint();
    const int space = m_text->fontMetrics().horizontalAdvance(u' ');
    const int begins = margins.left() + lastLineWidth(*m_text, inside) + space - LinkButton::ring;
    if (begins + link.width() <= width)
        places.link = QRect(QPoint(begins, below - link.height()), link);
    else
        places.link = QRect(0, below, std::min(link.width(), width), m_link->heightForWidth(width));
    return places;
}

void LinkedText::place()
{
    const Places places = this->places(width());
    m_text->setGeometry(places.text);
    m_link->setGeometry(places.link);
}

QSize LinkedText::sizeHint() const
{
    const int width = m_text->sizeHint().width() + contentsMargins().left();
    return {width, heightForWidth(width)};
}

QSize LinkedText::minimumSizeHint() const
{
    const int width = std::max(m_text->minimumSizeHint().width() + contentsMargins().left(),
                               m_link->isHidden() ? 0 : m_link->minimumSizeHint().width());
    return {width, m_text->minimumSizeHint().height()};
}

int LinkedText::heightForWidth(int width) const
{
    const Places places = this->places(width);
    return places.text.united(places.link).height();
}

void LinkedText::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

bool LinkedText::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest) // the font has changed
        place();
    return QWidget::event(event);
}

} // namespace oriel::ui
