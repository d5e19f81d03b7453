#include "ui/dialogs/launch/launchnetworksection.h"

#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/celltable.h"

#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int optionHeight = 28;
constexpr int visibleOptions = 4;

} // namespace

LaunchNetworkSection::LaunchNetworkSection(const UiContext &context, forms::LaunchForm &form,
                                           QWidget *parent)
    : LaunchSection(context, form, parent)
{
    column()->addSpacing(metrics::gap);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::pad);
    column()->addLayout(row);
    addList(u"networks"_s, row);
    addList(u"securityGroups"_s, row);
    addList(u"ports"_s, column()); // the addresses need the whole width
    addHint(tr("The instance gets an address on each of the networks. The security groups decide "
               "what may reach it: what none of them allows is refused."));
    QFormLayout *fields = addFields();
    auto *address = new QLineEdit(form.fixedAddress(), this);
    //: Shown in an empty field for an IP address: the cloud chooses.
    address->setPlaceholderText(tr("The cloud's choice"));
    connect(address, &QLineEdit::textChanged, &form, &forms::LaunchForm::setFixedAddress);
    ActionDialog::addField(fields, tr("F&ixed address"), address, u"fixedAddress"_s);
    addProblem(u"networks"_s);
    addProblem(u"fixedAddress"_s);
}

void LaunchNetworkSection::addList(const QString &key, QBoxLayout *row)
{
    const forms::LaunchField &field = form().field(key);
    auto *whole = new QWidget(this);
    auto *table = new CellTable(context().theme, {CellModel::Column()}, 0, optionHeight,
                                visibleOptions, whole);
    table->setObjectName(field.key);
    table->setAccessibleName(field.label);
    connect(&table->cells(), &CellModel::ticked, &form(),
            [this, &field](const QString &id, bool on) { form().choose(field, id, on); });
    auto *part = new QVBoxLayout(whole);
    part->setContentsMargins(0, 0, 0, 0);
    part->setSpacing(metrics::unit);
    part->addWidget(makeSection(field.label, whole));
    part->addWidget(table);
    part->addStretch();
    row->addWidget(whole);
    m_lists.push_back({&field, whole, table});
}

void LaunchNetworkSection::refresh()
{
    for (const List &list : m_lists) {
        std::vector<CellRow> rows;
        for (const forms::LaunchOption &option : form().options(*list.field))
            rows.push_back({option.id,
                            {{option.text}},
                            option.chosen ? CellRow::Box::Ticked : CellRow::Box::Unticked});
        if (list.field->key == "ports"_L1) // few clouds have some
            list.part->setVisible(!rows.empty());
        list.table->setRows(std::move(rows));
    }
}

} // namespace oriel::ui
