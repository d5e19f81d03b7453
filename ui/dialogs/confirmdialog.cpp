#include "ui/dialogs/confirmdialog.h"

#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QScreen>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ConfirmDialog::ConfirmDialog(Theme &theme, const Question &question, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"confirmDialog"_s);
    setWindowTitle(asWindowTitle(question.title));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setMinimumWidth(440);

    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(metrics::wide, metrics::wide, metrics::wide, metrics::pad);
    all->setSpacing(metrics::gap);
    auto *head = new QHBoxLayout;
    auto *icon = new QLabel(this);
    const auto draw = [icon, &theme] {
        icon->setPixmap(theme.icon(u"triangle-alert"_s, Theme::Color::Warning)
                            .pixmap(QSize(24, 24), icon->devicePixelRatioF()));
    };
    connect(&theme, &Theme::changed, icon, draw);
    draw();
    head->setSpacing(metrics::pad);
    head->addWidget(icon, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(metrics::gap);
    auto *title = makeLabel(question.title, TextSize::Heading, this);
    title->setWordWrap(true);
    words->addWidget(title);
    auto *text = makeLabel(question.text, TextSize::Body, this);
    text->setWordWrap(true);
    words->addWidget(text);
    if (!question.option.isEmpty()) {
        m_option = new QCheckBox(question.option, this);
        m_option->setObjectName(u"option"_s);
        m_option->setAccessibleName(question.option);
        m_option->setChecked(question.optionNeeded);
        m_option->setEnabled(!question.optionNeeded);
        words->addWidget(m_option);
    }
    head->addLayout(words, 1);
    all->addLayout(head);
    all->addSpacing(metrics::gap);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancel"_s);
    cancel->setDefault(true);
    auto *action = new QPushButton(question.action, this);
    action->setObjectName(u"confirm"_s);
    setButtonKind(action, question.danger ? ButtonKind::Danger : ButtonKind::Primary);
    buttons->addWidget(cancel);
    buttons->addWidget(action);
    all->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(action, &QPushButton::clicked, this, &QDialog::accept);
    cancel->setFocus();
}

void ConfirmDialog::showEvent(QShowEvent *event)
{
    // What a text that wraps needs depends on its width, which a dialog does not ask about.
    const int wanted = layout()->totalHeightForWidth(width());
    if (wanted > height())
        resize(width(), std::min(wanted, screen()->availableSize().height()));
    QDialog::showEvent(event);
}

bool ConfirmDialog::optionChecked() const
{
    return m_option && m_option->isChecked();
}

} // namespace oriel::ui
