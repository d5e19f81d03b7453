#include "ui/dialogs/revertdialog.h"

#include "ui/dialogs/notepanel.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

RevertDialog::RevertDialog(Theme &theme, const forms::RevertText &text, QWidget *parent)
    : QDialog(parent)
    , m_typed(new QLineEdit(this))
{
    setObjectName(u"revertDialog"_s);
    setWindowTitle(tr("Revert volume"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setMinimumWidth(520);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(metrics::wide, metrics::wide, metrics::wide, metrics::pad);
    all->setSpacing(metrics::gap);
    auto *title = makeLabel(text.title, TextSize::Heading, this);
    title->setWordWrap(true);
    all->addWidget(title);
    auto *lost = new NotePanel(theme, this);
    lost->setObjectName(u"lost"_s);
    lost->setNote(NotePanel::Kind::Caution, text.text);
    all->addWidget(lost);
    auto *advice = new NotePanel(theme, this);
    advice->setNote(NotePanel::Kind::Plain, text.advice);
    all->addWidget(advice);
    all->addSpacing(metrics::gap);
    auto *label = makeLabel(tr("Type “%1” to go on:").arg(text.typed), TextSize::Body, this);
    label->setWordWrap(true);
    label->setBuddy(m_typed);
    m_typed->setObjectName(u"typed"_s);
    m_typed->setAccessibleName(label->text());
    all->addWidget(label);
    all->addWidget(m_typed);
    all->addSpacing(metrics::gap);
    all->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    buttons->addStretch();
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancel"_s);
    cancel->setDefault(true);
    auto *revert = new QPushButton(tr("Revert"), this);
    revert->setObjectName(u"revert"_s);
    revert->setEnabled(false);
    revert->setAutoDefault(false);
    revert->setToolTip(tr("Type the volume's name first."));
    setButtonKind(revert, ButtonKind::Danger);
    buttons->addWidget(cancel);
    buttons->addWidget(revert);
    all->addLayout(buttons);
    connect(m_typed, &QLineEdit::textChanged, revert,
            [revert, wanted = text.typed](const QString &typed) {
                const bool meant = typed.trimmed() == wanted.trimmed();
                revert->setEnabled(meant);
                revert->setToolTip(meant ? QString() : tr("Type the volume's name first."));
            });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(revert, &QPushButton::clicked, this, &QDialog::accept);
    m_typed->setFocus();
}

} // namespace oriel::ui
