#include "ui/widgets/formlabel.h"

#include <QtWidgets/QFormLayout>
#include <QtWidgets/QWidget>

#include <algorithm>

namespace oriel::ui {

void centerLabel(const QFormLayout &form, QWidget *field)
{
    if (QWidget *label = form.labelForField(field))
        label->setMinimumHeight(std::min(field->sizeHint().height(), field->maximumHeight()));
}

} // namespace oriel::ui
