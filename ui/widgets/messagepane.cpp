#include "ui/widgets/messagepane.h"

#include "base/visible.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int paneIcon = 40;
constexpr int paneWidth = 520;

} // namespace

MessagePane::MessagePane(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_title(makeLabel({}, TextSize::Heading, this))
    , m_text(makeLabel({}, TextSize::Body, this))
    , m_buttons(new QHBoxLayout)
    , m_details(new QPlainTextEdit(this))
{
    m_icon->setAlignment(Qt::AlignCenter);
    for (QLabel *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setFixedWidth(paneWidth);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    setSecondary(m_text);
    m_title->setObjectName(u"messageTitle"_s);
    m_text->setObjectName(u"messageText"_s);
    m_details->setObjectName(u"messageDetails"_s);
    m_details->setReadOnly(true);
    m_details->setFixedSize(paneWidth, 110);
    m_details->setTabChangesFocus(true);
    setTextSize(m_details, TextSize::Mono);
    m_buttons->setSpacing(metrics::gap);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(metrics::gap);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_text, 0, Qt::AlignHCenter);
    layout->addSpacing(metrics::gap);
    layout->addLayout(m_buttons);
    layout->addWidget(m_details, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(&theme, &Theme::changed, this, &MessagePane::paintIcon);
}

void MessagePane::paintIcon()
{
    const auto color = m_isError ? Theme::Color::Error : Theme::Color::TextDisabled;
    m_icon->setPixmap(
        m_theme.icon(m_iconName, color).pixmap(QSize(paneIcon, paneIcon), devicePixelRatioF()));
}

void MessagePane::clearButtons()
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (QWidget *button = item->widget())
            button->deleteLater(); // it may be the button that was just pressed
        delete item;
    }
}

void MessagePane::show(const QString &icon, const QString &title, const QString &text)
{
    m_isError = false;
    m_iconName = icon;
    paintIcon();
    m_title->setText(visibleLines(title));
    m_text->setText(visibleLines(text));
    m_text->setVisible(!text.isEmpty());
    // The layout assumes lines as wide as the pane; the labels have shorter and more lines.
    for (QLabel *label : {m_title, m_text}) {
        if (!label->text().isEmpty())
            label->setFixedHeight(label->heightForWidth(paneWidth));
    }
    m_details->hide();
    clearButtons();
}

void MessagePane::showError(const forms::ErrorText &error)
{
    QStringList lines;
    for (const QString &line : {error.why, error.advice}) {
        if (!line.isEmpty())
            lines.append(line);
    }
    show(u"circle-alert"_s, error.what, lines.join(u"\n\n"_s));
    m_isError = true;
    paintIcon();
    if (error.details.isEmpty())
        return;
    m_details->setPlainText(visibleLines(error.details));
    m_details->setAccessibleName(tr("Details"));
    QPushButton *details = addButton(tr("Details"));
    details->setCheckable(true);
    connect(details, &QPushButton::toggled, m_details, &QWidget::setVisible);
    QPushButton *copy = addButton(tr("Copy details"));
    connect(copy, &QPushButton::clicked, this,
            [text = error.details] { QGuiApplication::clipboard()->setText(text); });
}

QPushButton *MessagePane::addButton(const QString &text, bool primary)
{
    auto *button = new QPushButton(text, this);
    setButtonKind(button, primary ? ButtonKind::Primary : ButtonKind::Normal);
    if (m_buttons->count() == 0) {
        m_buttons->addStretch();
        m_buttons->addStretch();
    }
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

} // namespace oriel::ui
