#include "ui/dialogs/confirmdialog.h"

#include "base/visible.h"
#include "ui/dialogs/nameguard.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtCore/QStringListModel>
#include <QtGui/QScreen>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListView>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int mostNames = 10;
constexpr int manyToType = 20;
constexpr int longestName = 220; // in pixels
constexpr int listRows = 6;

} // namespace

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
    m_text = makeLabel(question.text, TextSize::Body, this);
    m_text->setObjectName(u"questionText"_s);
    m_text->setWordWrap(true);
    words->addWidget(m_text);
    if (!question.names.isEmpty())
        addNames(question, *words);
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
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(u"cancel"_s);
    m_cancel->setDefault(true);
    m_action = new QPushButton(question.action, this);
    m_action->setObjectName(u"confirm"_s);
    setButtonKind(m_action, question.danger ? ButtonKind::Danger : ButtonKind::Primary);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_action);
    all->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_action, &QPushButton::clicked, this, &QDialog::accept);
    if (m_guard) {
        connect(m_guard, &NameGuard::changed, this, &ConfirmDialog::checkNumber);
        checkNumber();
        m_guard->setFocus();
    } else {
        m_cancel->setFocus();
    }
}

void ConfirmDialog::addNames(const Question &question, QVBoxLayout &words)
{
    QStringList first;
    for (const QString &name : question.names.mid(0, mostNames))
        first += isolated(fontMetrics().elidedText(name, Qt::ElideMiddle, longestName));
    QString text = first.join(u", "_s);
    const auto count = static_cast<int>(question.names.size());
    if (count > mostNames)
        text = tr("%1 and %n more", nullptr, count - mostNames).arg(text);
    auto *label = makeLabel(text, TextSize::Body, this);
    label->setObjectName(u"names"_s);
    label->setWordWrap(true);
    words.addWidget(label);
    if (count > mostNames) {
        QStringList shown;
        for (const QString &name : question.names)
            shown += visible(name);
        auto *list = new QListView(this);
        list->setObjectName(u"allNames"_s);
        list->setAccessibleName(tr("All of them"));
        list->setModel(new QStringListModel(shown, list));
        list->setUniformItemSizes(true);
        list->setEditTriggers(QListView::NoEditTriggers);
        list->setSelectionMode(QListView::NoSelection);
        list->setTextElideMode(Qt::ElideMiddle);
        list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        list->setFixedHeight(listRows * (list->fontMetrics().height() + metrics::gap));
        words.addWidget(list);
    }
    if (count < manyToType)
        return;
    m_guard = new NameGuard(u"typedNumber"_s, this);
    m_guard->setName(QString::number(count), tr("Type %1 to confirm:").arg(count));
    words.addWidget(m_guard);
}

void ConfirmDialog::checkNumber()
{
    const bool typed = m_guard->standing() == NameGuard::Standing::Typed;
    m_action->setEnabled(typed);
    m_action->setToolTip(typed ? QString() : tr("Type the number first."));
    (typed ? m_action : m_cancel)->setDefault(true);
}

void ConfirmDialog::showEvent(QShowEvent *event)
{
    fit();
    QDialog::showEvent(event);
}

void ConfirmDialog::fit()
{
    layout()->activate(); // the layouts inside learn of another text
    const int wanted = layout()->totalHeightForWidth(width());
    if (wanted > height())
        resize(width(), std::min(wanted, screen()->availableSize().height()));
}

void ConfirmDialog::hold(const QString &reason)
{
    setText(m_text->text() + u"\n\n"_s + reason);
    m_action->setEnabled(false);
    m_action->setToolTip(reason);
}

void ConfirmDialog::ask(const Question &question)
{
    setText(question.text);
    m_action->setText(question.action);
    m_action->setEnabled(true);
    m_action->setToolTip({});
    setButtonKind(m_action, question.danger ? ButtonKind::Danger : ButtonKind::Primary);
}

void ConfirmDialog::setText(const QString &text)
{
    m_text->setText(text);
    if (isVisible())
        fit();
}

bool ConfirmDialog::optionChecked() const
{
    return m_option && m_option->isChecked();
}

} // namespace oriel::ui
