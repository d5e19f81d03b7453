#include "ui/widgets/formlabel.h"

#include <QtWidgets/QFormLayout>
#include <QtWidgets/QWidget>

namespace oriel::ui {

void centerLabel(const QFormLayout &form, QWidget *field)
{
    if (QWidget *label = form.labelForField(field))
        label->setMinimumHeight(field->sizeHint().height());
}

} // namespace oriel::ui
