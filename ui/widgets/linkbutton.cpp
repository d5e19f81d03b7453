#include "ui/widgets/linkbutton.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyleOption>

#include <algorithm>

namespace oriel::ui {

namespace {

constexpr int wrapped =
    static_cast<int>(Qt::AlignLeft) | Qt::AlignTop | Qt::TextWordWrap | Qt::TextWrapAnywhere;
constexpr int anyHeight = 1 << 16;

} // namespace

LinkButton::LinkButton(QWidget *parent) : QPushButton(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setContentsMargins(ring, 0, ring, 0);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAutoDefault(false); // with the focus, it would take the place of a dialog's default button
}

void LinkButton::setWords(const QString &words)
{
    if (words == m_words)
        return;
    m_words = words;
    setText(QString(words).replace(u'&', QLatin1String("&&")));
    updateGeometry();
    update();
}

void LinkButton::setUnderlined(bool underlined)
{
    m_underlined = underlined;
    update();
}

QSize LinkButton::sizeHint() const
{
    const QMargins margins = contentsMargins();
    const QSize size = fontMetrics().size(0, m_words);
    return {size.width() + 1 + margins.left() + margins.right(),
            size.height() + margins.top() + margins.bottom()};
}

QSize LinkButton::minimumSizeHint() const
{
    constexpr int fewLetters = 40;
    return {std::min(sizeHint().width(), fewLetters), fontMetrics().height()};
}

int LinkButton::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const QRect space(0, 0, width - margins.left() - margins.right(), anyHeight);
    return fontMetrics().boundingRect(space, wrapped, m_words).height() + margins.top() +
           margins.bottom();
}

QRect LinkButton::wordsRect() const
{
    return fontMetrics().boundingRect(contentsRect(), wrapped, m_words);
}

bool LinkButton::hitButton(const QPoint &at) const
{
    return wordsRect().contains(at);
}

void LinkButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QFont font = this->font();
    font.setUnderline(isEnabled() && (m_underlined || underMouse()));
    painter.setFont(font);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled,
                                   isEnabled() ? QPalette::Link : QPalette::WindowText));
    painter.drawText(contentsRect(), wrapped, m_words);
    if (!hasFocus())
        return;
    QStyleOptionFocusRect option;
    option.initFrom(this);
    option.rect = wordsRect().adjusted(-ring, 0, ring, 0) & rect();
    style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
}

void LinkButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QPushButton::keyPressEvent(event);
}

} // namespace oriel::ui
