#pragma once

#include "forms/snapshotquota.h"

#include <QtCore/QStringList>
#include <QtWidgets/QWidget>

#include <vector>

class QGridLayout;

namespace oriel::ui {

class Theme;

/// What a quota has room for, a line for each: its name, a gauge, and the words. Hidden while there
/// is none. `heading` stands above them; empty: none.
class QuotaList final : public QWidget
{
public:
    QuotaList(Theme &theme, const QString &heading, QWidget *parent);

    void setLines(const std::vector<forms::QuotaLine> &lines);

private:
    Theme &m_theme;
    QGridLayout *m_grid;
    QStringList m_titles;
};

} // namespace oriel::ui
