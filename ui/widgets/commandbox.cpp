#include "ui/widgets/commandbox.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

CommandBox::CommandBox(Theme &theme, QWidget *parent)
    : CommandBox(theme, parent, {tr("Show as command"), tr("Command"), u"command"_s})
{}

CommandBox::CommandBox(Theme &theme, QWidget *parent, const Words &words)
    : QWidget(parent)
    , m_theme(theme)
    , m_toggle(new QToolButton(this))
    , m_body(new QWidget(this))
    , m_text(new QPlainTextEdit(m_body))
    , m_copy(new QToolButton(m_body))
    , m_copied(makeLabel({}, TextSize::Small, m_body))
{
    m_toggle->setObjectName(words.key == "command"_L1 ? u"showAsCommand"_s
                                                      : u"show-"_s + words.key);
    m_toggle->setText(words.show);
    m_toggle->setAccessibleName(m_toggle->text());
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setFocusPolicy(Qt::StrongFocus);
    setButtonKind(m_toggle, ButtonKind::Quiet);

    auto *label = makeLabel(words.label, TextSize::Small, m_body);
    setSecondary(label);
    label->setBuddy(m_text);
    m_text->setObjectName(words.key);
    m_text->setAccessibleName(label->text());
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    setTextSize(m_text, TextSize::Mono);
    m_text->setFixedHeight(m_text->fontMetrics().lineSpacing() * 4 + metrics::pad);

    m_copy->setObjectName(u"copyCommand"_s);
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(m_copy->text());
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    setSecondary(m_copied);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->addWidget(label);
    head->addStretch();
    head->addWidget(m_copied);
    head->addWidget(m_copy);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(metrics::unit);
    body->addLayout(head);
    body->addWidget(m_text);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(metrics::unit);
    all->addWidget(m_toggle, 0, Qt::AlignLeft);
    all->addWidget(m_body);
    m_body->hide();

    connect(m_toggle, &QToolButton::clicked, this, [this] {
        const bool open = m_body->isHidden();
        fill();
        m_body->setVisible(open);
        draw();
        Q_EMIT unfolded(open);
    });
    connect(m_copy, &QToolButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(command());
        m_copied->setText(tr("Copied"));
    });
    connect(&theme, &Theme::changed, this, &CommandBox::draw);
    draw();
}

void CommandBox::setCommand(std::function<QString()> make)
{
    m_make = std::move(make);
    if (m_body->isVisible())
        fill();
}

void CommandBox::fill() const
{
    if (const auto make = std::exchange(m_make, {})) {
        const QString command = make();
        if (m_text->toPlainText() == command)
            return;
        m_text->setPlainText(command);
        m_copied->clear();
    }
}

void CommandBox::setCommand(const QString &command)
{
    m_make = {};
    if (m_text->toPlainText() == command)
        return;
    m_text->setPlainText(command);
    m_copied->clear();
}

QString CommandBox::command() const
{
    fill();
    return m_text->toPlainText();
}

void CommandBox::draw()
{
    m_toggle->setIcon(m_theme.icon(m_body->isHidden() ? u"chevron-right"_s : u"chevron-down"_s));
    m_copy->setIcon(m_theme.icon(u"copy"_s));
}

} // namespace oriel::ui
