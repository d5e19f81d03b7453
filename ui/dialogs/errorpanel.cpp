#include "ui/dialogs/errorpanel.h"

#include "base/visible.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int errorIcon = 24;

} // namespace

ErrorPanel::ErrorPanel(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_what(makeLabel({}, TextSize::Heading, this))
    , m_why(makeLabel({}, TextSize::Body, this))
    , m_advice(makeLabel({}, TextSize::Body, this))
    , m_toggle(new QToolButton(this))
    , m_copy(new QToolButton(this))
    , m_details(new QPlainTextEdit(this))
{
    m_what->setObjectName(u"errorWhat"_s);
    m_why->setObjectName(u"errorWhy"_s);
    m_advice->setObjectName(u"errorAdvice"_s);
    setSecondary(m_advice);
    for (QLabel *label : {m_what, m_why, m_advice}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_toggle->setObjectName(u"errorDetails"_s);
    m_toggle->setText(tr("Details"));
    m_copy->setObjectName(u"errorCopy"_s);
    m_copy->setText(tr("Copy"));
    for (QToolButton *button : {m_toggle, m_copy}) {
        button->setAccessibleName(button->text());
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        setButtonKind(button, ButtonKind::Quiet);
    }
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_details->setAccessibleName(tr("Details"));
    setTextSize(m_details, TextSize::Mono);
    m_details->hide();

    auto *folds = new QHBoxLayout;
    folds->addWidget(m_toggle);
    folds->addWidget(m_copy);
    folds->addStretch();
    auto *column = new QVBoxLayout;
    column->setSpacing(metrics::gap);
    column->addWidget(m_what);
    column->addWidget(m_why);
    column->addWidget(m_advice);
    column->addLayout(folds);
    column->addWidget(m_details);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::pad);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(column, 1);

    connect(m_toggle, &QToolButton::clicked, this, [this] {
        const bool open = m_details->isHidden();
        m_details->setVisible(open);
        draw();
        Q_EMIT unfolded(open);
    });
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(copyText()); });
    connect(&theme, &Theme::changed, this, &ErrorPanel::draw);
    draw();
}

void ErrorPanel::setError(const forms::ErrorText &text)
{
    m_error = text;
    m_what->setText(visibleLines(text.what));
    m_why->setText(visibleLines(text.why));
    m_advice->setText(visibleLines(text.advice));
    m_why->setVisible(!text.why.isEmpty());
    m_advice->setVisible(!text.advice.isEmpty());
    m_toggle->setVisible(!text.details.isEmpty());
    m_details->setPlainText(visibleLines(text.details));
    const int lines = std::clamp(static_cast<int>(text.details.count(u'\n')) + 1, 3, 8);
    m_details->setFixedHeight(m_details->fontMetrics().lineSpacing() * lines + metrics::pad);
}

QString ErrorPanel::copyText() const
{
    QStringList parts{m_error.what, m_error.why, m_error.advice, m_error.details};
    parts.removeAll(QString());
    return parts.join(u'\n');
}

void ErrorPanel::draw()
{
    m_icon->setPixmap(m_theme.icon(u"circle-alert"_s, Theme::Color::Error)
                          .pixmap(QSize(errorIcon, errorIcon), devicePixelRatioF()));
    m_toggle->setIcon(m_theme.icon(m_details->isHidden() ? u"chevron-right"_s : u"chevron-down"_s));
    m_copy->setIcon(m_theme.icon(u"copy"_s));
}

} // namespace oriel::ui
